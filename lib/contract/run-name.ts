import { shortHash } from './short-hash.ts';

/** Step Functions takes names of so many characters. */
const MOST_CHARS = 80;

/** Room for the number of the run. */
const BASE_CHARS = MOST_CHARS - '.run-12345'.length;

/**
 * The name of the execution that is the n-th run of a task: of the first one the task's id, which is its name. It is the same for all who
 * want to continue a task at once, so that Step Functions lets only one of them.
 */
export function runName(task: string, run: number): string {
  return run === 1 ? task : `${baseOf(task)}.run-${run}`;
}

/** What all runs of a task have in common, read from the name of any of them; and which run it may be. */
export function readRunName(name: string): { readonly base: string; readonly run: number } {
  const [, base, run] = /^(.+)\.run-([1-9]\d{0,4})$/.exec(name) ?? [];
  return base === undefined ? { base: baseOf(name), run: 1 } : { base, run: Number(run) };
}

function baseOf(task: string): string {
  // The sign that `cutWithHash` has there is none for the name of an execution.
  return task.length <= BASE_CHARS ? task : `${task.slice(0, BASE_CHARS - 9)}.${shortHash(task)}`;
}
