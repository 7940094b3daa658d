import type { AddCommand } from '../command.ts';
import { compileFlags } from '../compile-flags.ts';
import { ExitCode } from '../exit-code.ts';
import { addFlags, type FlagsOf, text, toggle } from '../flags.ts';
import { strict } from '../validate-flags.ts';

const flags = {
  ...compileFlags,
  strict,
  output: text('<file>', 'write there instead of to stdout', { short: 'o' }),
  json: toggle('print a JSON document also where the template does not compile, and the file that -o has written'),
};

/** `compile`: the state machine, as JSON. */
export const addCompile: AddCommand = (program, { io, action }) => {
  const command = program
    .command('compile')
    .description(
      'Compile a template to a state machine in Amazon States Language. ${…} stands for the ARN of a function, or for a table.',
    )
    .argument('<template>', 'template file');
  addFlags(command, flags).action(
    action(async (template: string, given: FlagsOf<typeof flags>) => {
      const { compileOne } = await import('../compile-one.ts');
      const { writeOutput } = await import('../write-output.ts');
      const { printJson } = await import('../print-json.ts');
      const compiled = compileOne(template, given, io);
      if (compiled === undefined) return ExitCode.failed;
      writeOutput(given.output, JSON.stringify(compiled.definition, null, 2) + '\n', io);
      if (given.json && given.output !== undefined) printJson({ file: given.output }, io);
      return ExitCode.ok;
    }),
  );
};
