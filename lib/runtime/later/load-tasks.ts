/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_TASKS: string | undefined;

/** Loads the part `tasks.ts`; see the README. */
export const loadTasks = () =>
  typeof TASKER_SFN_TASKS === 'undefined' ? import('./tasks.ts') : (import(TASKER_SFN_TASKS) as Promise<never>);
