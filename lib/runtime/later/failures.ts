/** What a step's function needs once something has failed. */
export { describeThrown } from '../adapter/describe-thrown.ts';
export { failStep, logEnd } from '../adapter/fail-step.ts';
export { unansweredError } from '../domain-events/unanswered-run.ts';
export { methodOf, noTaskRequest, notSerialisable, unnamedHandler } from '../adapter/refusals.ts';
export { keepFailure } from '../batch/child-batch.ts';
