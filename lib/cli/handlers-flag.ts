import { type FlagsOf, text, withDefault } from './flags.ts';

/** Where handlers are looked for when no folder is named. A project need not have it. */
export const HANDLERS = 'lambdas';

/** Flags of every command that runs handlers. */
export const handlerFlags = {
  handlers: withDefault(text('<dir>', 'folder of the step handlers'), HANDLERS),
  bundling: text(
    '<json>',
    'what to deploy beside bundles, and the like, as the prop "bundling" of TaskerWorkflow: JSON, or @file',
  ),
};

export type HandlerFlags = FlagsOf<typeof handlerFlags>;
