import { loadPart } from './load-part.ts';

declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `unusual.ts`; see the README. */
export const loadUnusual = () =>
  typeof TASKER_SFN_PARTS === 'undefined' ? import('./unusual.ts') : loadPart('./tasker-sfn-unusual.mjs');
