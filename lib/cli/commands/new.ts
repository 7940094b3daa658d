import type { AddCommand } from '../command.ts';
import { UsageError } from '../exit-code.ts';
import { addFlags, type FlagsOf, text } from '../flags.ts';

const handlerFlags = { for: text('<template>', 'write the missing handlers of this template, with tests') };

/** `new`: something to begin with. */
export const addNew: AddCommand = (program, { io, action }) => {
  const command = program.command('new').description('Write a new template or handler to begin with.');

  command
    .command('template')
    .description('Write a template of four steps to templates/, and their handlers to lambdas/, ready to run.')
    .argument('<name>', 'namespace/name, such as shop/order_fulfilment')
    .action(
      action(async (name: string) => {
        const { newTemplate } = await import('../new/new-template.ts');
        return newTemplate(name, io);
      }),
    );

  const handler = command
    .command('handler')
    .description(
      'Write a step handler to lambdas/, for templates to name; or all that a template names and that are missing.',
    )
    .argument('[callable]', 'the name by which templates find it, such as Shop::ReserveHandler');
  addFlags(handler, handlerFlags).action(
    action(async (callable: string | undefined, { for: template }: FlagsOf<typeof handlerFlags>) => {
      if ((callable === undefined) === (template === undefined)) {
        throw new UsageError('Name a handler such as Shop::ReserveHandler, or a template with --for; not both.');
      }
      if (template !== undefined) {
        const { newHandlersFor } = await import('../new/new-handlers-for.ts');
        return newHandlersFor(template, io);
      }
      const { newHandler } = await import('../new/new-handler.ts');
      return newHandler(callable ?? '', io);
    }),
  );
};
