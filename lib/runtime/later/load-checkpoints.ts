import { loadPart } from './load-part.ts';

declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `checkpoints.ts`; see the README. */
export const loadCheckpoints = () =>
  typeof TASKER_SFN_PARTS === 'undefined' ? import('./checkpoints.ts') : loadPart('./tasker-sfn-checkpoints.mjs');
