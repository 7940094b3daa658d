/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_FAILURES: string | undefined;

/** Loads the part `failures.ts`; see the README. */
export const loadFailures = () =>
  typeof TASKER_SFN_FAILURES === 'undefined'
    ? import('./failures.ts')
    : (import(TASKER_SFN_FAILURES) as Promise<never>);
