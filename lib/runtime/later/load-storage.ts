/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_STORAGE: string | undefined;

/** Loads the part `storage.ts`; see the README. */
export const loadStorage = () =>
  typeof TASKER_SFN_STORAGE === 'undefined' ? import('./storage.ts') : (import(TASKER_SFN_STORAGE) as Promise<never>);
