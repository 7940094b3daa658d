import * as event from './event.ts';
import { loadAtOnce } from './load-at-once.ts';

/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_EVENT: string | undefined;

/** Loads the part `event.ts`, at once; see the README. */
export const loadEvent = (): typeof event =>
  typeof TASKER_SFN_EVENT === 'undefined' ? event : loadAtOnce(TASKER_SFN_EVENT);
