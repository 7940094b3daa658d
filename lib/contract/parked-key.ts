/** The folder of a bucket in which the parked results of a state machine lie: what its functions may read and write. */
export function parkedFolder(machineName: string): string {
  return `${machineName}/`;
}

/**
 * Where the parked result of a step lies: below the folder of its machine and its execution, so that a later attempt replaces
 * it. An execution's ARN ends with the names of both; an Express execution's also with an id that tells equal names apart.
 */
export function parkedKey(executionArn: string, step: string): string {
  return `${stepFolder(executionArn, step)}.json`;
}

/** Where the checkpoint of a step lies. */
export function checkpointKey(executionArn: string, step: string): string {
  return `${stepFolder(executionArn, step)}/checkpoint.json`;
}

/** Where the workers of a batch are listed that runs in child executions. A later task may have this one's name, so its start tells. */
export function batchListKey(executionArn: string, startedAt: string, template: string): string {
  return `${startFolder(executionArn, startedAt, template)}/workers.json`;
}

/** Where the result of a worker of such a batch lies. */
export function workerResultKey(executionArn: string, startedAt: string, worker: string): string {
  return `${startFolder(executionArn, startedAt, worker)}/result.json`;
}

/** Where it lies with what a worker of such a batch failed for good, and by the name of a template, the worker that stopped a batch. */
export function workerFailureKey(executionArn: string, startedAt: string, step: string, redrives: number): string {
  return `${startFolder(executionArn, startedAt, step)}/failure${redrives === 0 ? '' : `.${redrives}`}.json`;
}

function startFolder(executionArn: string, startedAt: string, step: string): string {
  return `${stepFolder(executionArn, step)}/${encodeURIComponent(startedAt)}`;
}

function stepFolder(executionArn: string, step: string): string {
  const [machine = '', ...execution] = executionArn.split(':').slice(6);
  return parkedFolder(encodeURIComponent(machine)) + [...execution, step].map(encodeURIComponent).join('/');
}

/** The objects in the folder of an execution with what the runs that continue it go on with: their names, with a `*` in them. */
export const CONTINUED_RESULTS = '%2Frun-*.json';

/** The object in the folder of an execution that holds an operator's note on it. No step is called so: a name has no slash. */
export const DEAD_LETTER_NOTE = '%2Fdead-letter.json';
