/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_CHECKPOINTS: string | undefined;

/** Loads the part `checkpoints.ts`; see the README. */
export const loadCheckpoints = () =>
  typeof TASKER_SFN_CHECKPOINTS === 'undefined'
    ? import('./checkpoints.ts')
    : (import(TASKER_SFN_CHECKPOINTS) as Promise<never>);
