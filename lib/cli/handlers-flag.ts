import { type FlagsOf, text } from './flags.ts';

/** Where handlers are looked for when no folder is named. A project need not have it. */
const HANDLERS = 'lambdas';

/** The folder of the step handlers: one that was named must be there. */
export const handlersFlag = text('<dir>', `folder of the step handlers (default: ${HANDLERS})`);

/** Flags of every command that runs handlers. */
export const handlerFlags = {
  handlers: handlersFlag,
  bundling: text(
    '<json>',
    'what to deploy beside bundles, and the like, as the prop "bundling" of TaskerWorkflow: JSON, or @file',
  ),
};

export type HandlerFlags = FlagsOf<typeof handlerFlags>;

/** Where handlers are looked for. */
export function handlersIn({ handlers = HANDLERS }: Pick<HandlerFlags, 'handlers'>): string {
  return handlers;
}
