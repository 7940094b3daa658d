import type { AddCommand } from '../command.ts';
import { UsageError } from '../exit-code.ts';
import { addFlags, type FlagsOf, text, toggle } from '../flags.ts';
import { languageFlag } from '../language-flag.ts';

const flags = {
  output: text('<file>', 'write there instead of to stdout', { short: 'o' }),
  language: languageFlag,
  watch: toggle('write again when the template changes', { conflicts: 'json' }),
  json: toggle('print the types, or where they were written, as one JSON document'),
};

/** `generate`: code from templates. */
export const addGenerate: AddCommand = (program, { io, action }) => {
  const command = program
    .command('generate')
    .description('Generate code from a template.')
    .command('types')
    .description(
      'Generate the types of the context (input_schema) and of what steps return (result_schema); in TypeScript, of their handlers, too.',
    )
    .argument('<template>', 'template file');
  addFlags(command, flags).action(
    action(async (template: string, given: FlagsOf<typeof flags>) => {
      const { printTypes } = await import('../generate/print-types.ts');
      if (given.watch !== true) return printTypes(template, given, io);
      if (given.output === undefined) throw new UsageError('--watch writes a file again and again: name it with -o.');
      const { repeatOnChange } = await import('../watch/repeat-on-change.ts');
      return repeatOnChange([template], async () => ({ code: await printTypes(template, given, io), sources: [] }), io);
    }),
  );
};
