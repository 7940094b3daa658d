import * as event from './event.ts';

/** The file that has the part, in a bundle: a constant for its bundler, and nothing that other bundlers look for. */
declare const TASKER_SFN_EVENT: string | undefined;

/** Loads the part `event.ts`, at once; see the README. */
export const loadEvent = (): typeof event =>
  typeof TASKER_SFN_EVENT === 'undefined'
    ? event
    : (process.getBuiltinModule('node:module').createRequire(import.meta.url)(TASKER_SFN_EVENT) as never);
