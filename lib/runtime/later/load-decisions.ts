import { loadPart } from './load-part.ts';

declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `decisions.ts`; see the README. */
export const loadDecisions = () =>
  typeof TASKER_SFN_PARTS === 'undefined' ? import('./decisions.ts') : loadPart('./tasker-sfn-decisions.mjs');
