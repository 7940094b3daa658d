/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_DECISIONS: string | undefined;

/** Loads the part `decisions.ts`; see the README. */
export const loadDecisions = () =>
  typeof TASKER_SFN_DECISIONS === 'undefined'
    ? import('./decisions.ts')
    : (import(TASKER_SFN_DECISIONS) as Promise<never>);
