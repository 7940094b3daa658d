/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_UNUSUAL: string | undefined;

/** Loads the part `unusual.ts`; see the README. */
export const loadUnusual = () =>
  typeof TASKER_SFN_UNUSUAL === 'undefined' ? import('./unusual.ts') : (import(TASKER_SFN_UNUSUAL) as Promise<never>);
