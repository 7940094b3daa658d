import type { AddCommand } from '../command.ts';
import { UsageError } from '../exit-code.ts';
import { addFlags, type FlagsOf, text, toggle } from '../flags.ts';
import { languageFlag } from '../language-flag.ts';

const json = toggle('print what was written as one JSON document');
const templateFlags = {
  from: text('<file>', 'make it of a state machine: States Language in JSON or YAML, or a serverless.yml'),
  machine: text('<key>', 'which state machine of the serverless.yml'),
  language: languageFlag,
  json,
};
const handlerFlags = {
  for: text('<template>', 'write the missing handlers of this template, with tests'),
  language: languageFlag,
  json,
};

/** `new`: something to begin with. */
export const addNew: AddCommand = (program, { io, action }) => {
  const command = program.command('new').description('Write a new template or handler to begin with.');

  const template = command
    .command('template')
    .description(
      'Write a template of four steps to templates/, and their handlers to lambdas/, ready to run; or, with --from, one that does what a state machine does.',
    )
    .argument('<name>', 'namespace/name, such as shop/order_fulfilment');
  addFlags(template, templateFlags).action(
    action(async (name: string, flags: FlagsOf<typeof templateFlags>) => {
      const { newTemplate } = await import('../new/new-template.ts');
      return newTemplate(name, flags, io);
    }),
  );

  const handler = command
    .command('handler')
    .description(
      'Write a step handler to lambdas/, for templates to name; or all that a template names and that are missing.',
    )
    .argument('[callable]', 'the name by which templates find it, such as Shop::ReserveHandler');
  addFlags(handler, handlerFlags).action(
    action(async (callable: string | undefined, flags: FlagsOf<typeof handlerFlags>) => {
      const { for: path } = flags;
      if ((callable === undefined) === (path === undefined)) {
        throw new UsageError('Name a handler such as Shop::ReserveHandler, or a template with --for; not both.');
      }
      if (path !== undefined) {
        const { newHandlersFor } = await import('../new/new-handlers-for.ts');
        return newHandlersFor(path, flags, io);
      }
      const { newHandler } = await import('../new/new-handler.ts');
      return newHandler(callable ?? '', flags, io);
    }),
  );
};
