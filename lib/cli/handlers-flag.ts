import { type FlagsOf, text, withDefault } from './flags.ts';

/** Flags of every command that runs handlers. */
export const handlerFlags = {
  handlers: withDefault(text('<dir>', 'folder of the step handlers'), 'lambdas'),
  bundling: text(
    '<json>',
    'what to deploy beside bundles, and the like, as the prop "bundling" of TaskerWorkflow: JSON, or @file',
  ),
};

export type HandlerFlags = FlagsOf<typeof handlerFlags>;
