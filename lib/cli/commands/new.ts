import type { AddCommand } from '../command.ts';

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

  command
    .command('handler')
    .description('Write a step handler to lambdas/, for templates to name.')
    .argument('<callable>', 'the name by which templates find it, such as Shop::ReserveHandler')
    .action(
      action(async (callable: string) => {
        const { newHandler } = await import('../new/new-handler.ts');
        return newHandler(callable, io);
      }),
    );
};
