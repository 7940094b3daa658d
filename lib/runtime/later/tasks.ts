/** What a handler needs that creates tasks. */
export { makeStepClient } from '../tasks/step-client.ts';
