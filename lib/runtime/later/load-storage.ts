import { loadPart } from './load-part.ts';

declare const TASKER_SFN_PARTS: boolean | undefined;

/** Loads the part `storage.ts`; see the README. */
export const loadStorage = () =>
  typeof TASKER_SFN_PARTS === 'undefined' ? import('./storage.ts') : loadPart('./tasker-sfn-storage.mjs');
