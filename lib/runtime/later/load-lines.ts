import * as lines from './lines.ts';
import { loadAtOnce } from './load-at-once.ts';

/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_LINES: string | undefined;

/** Loads the part `lines.ts`, at once; see the README. */
export const loadLines = (): typeof lines =>
  typeof TASKER_SFN_LINES === 'undefined' ? lines : loadAtOnce(TASKER_SFN_LINES);
