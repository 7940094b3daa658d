import { count } from '../../diagnostics/wording.ts';
import type { StateMachine } from '../../states-language/types.ts';
import type { AddCommand } from '../command.ts';
import { compileFlags } from '../compile-flags.ts';
import { ExitCode } from '../exit-code.ts';
import { addFlags, type FlagsOf, text, toggle } from '../flags.ts';
import { strict } from '../validate-flags.ts';
import { yieldsFlag } from '../yields-flag.ts';

const flags = {
  ...compileFlags,
  ...yieldsFlag,
  strict,
  output: text('<file>', 'write there instead of to stdout', { short: 'o' }),
  json: toggle('print a JSON document also where the template does not compile, and the file that -o has written'),
};

/** The file for a machine that runs a part of the task, beside that of the whole. */
function besideOf(output = '', key: string): string {
  return `${output.replace(/\.json$/i, '')}.${key}.json`;
}

function splitNote(keys: readonly string[]): string {
  return `The task is split: the machine starts ${count(keys.length, 'other')}, which stand there as ${keys.map((key) => `\${${key}}`).join(', ')}. With -o they are written, too.`;
}

/** `compile`: the state machine, as JSON; of a task that is split, all of them. */
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
      const write = (path: string | undefined, definition: StateMachine) => {
        writeOutput(path, JSON.stringify(definition, null, 2) + '\n', io);
      };
      const { output } = given;
      write(output, compiled.definition);
      const others = compiled.children.map(({ key, definition }) => ({ key, definition, file: besideOf(output, key) }));
      if (output !== undefined) for (const { file, definition } of others) write(file, definition);
      else if (others.length > 0) io.stderr.write(`${splitNote(others.map(({ key }) => key))}\n`);
      if (given.json && output !== undefined) {
        printJson(
          { file: output, ...(others.length > 0 && { children: others.map(({ key, file }) => ({ key, file })) }) },
          io,
        );
      }
      return ExitCode.ok;
    }),
  );
};
