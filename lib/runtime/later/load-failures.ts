import { loadPart } from './load-part.ts';

declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `failures.ts`; see the README. */
export const loadFailures = () =>
  typeof TASKER_SFN_PARTS === 'undefined' ? import('./failures.ts') : loadPart('./tasker-sfn-failures.mjs');
