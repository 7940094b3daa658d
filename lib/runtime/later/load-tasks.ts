import { loadPart } from './load-part.ts';

declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `tasks.ts`; see the README. */
export const loadTasks = () =>
  typeof TASKER_SFN_PARTS === 'undefined' ? import('./tasks.ts') : loadPart('./tasker-sfn-tasks.mjs');
