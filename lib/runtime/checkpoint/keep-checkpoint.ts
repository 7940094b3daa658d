import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { checkpointKey } from '../../contract/parked-key.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { PermanentError, RetryableError } from '../errors.ts';
import type { ResultStore } from '../results/result-store.ts';
import { inWords } from '../safely.ts';
import type { StepCheckpoint } from './step-checkpoint.ts';

/** A checkpoint as it is kept. */
export interface KeptCheckpoint {
  /** When the execution started: a later one may have its name. */
  readonly execution: string;
  /** How often the step has yielded. */
  readonly yields: number;
  /** How many invocations have gone on from an earlier one's checkpoint. */
  readonly resumed: number;
  readonly checkpoint: StepCheckpoint;
}

/**
 * Keeps the checkpoint outside of the state data, which does not change while a state is tried again: so it is there after a
 * failure, a crash and a timeout too.
 */
export async function keepCheckpoint(
  { task, step }: StepCall,
  kept: KeptCheckpoint,
  store: ResultStore | undefined,
): Promise<void> {
  if (store === undefined) {
    throw new PermanentError(
      `The handler yielded at a checkpoint, and this function has no bucket to keep it in (${RESULTS_BUCKET_VARIABLE}).`,
      { errorCode: 'CHECKPOINT_STORE_MISSING' },
    );
  }
  try {
    await store.put(checkpointKey(task.arn, step.name), JSON.stringify(kept));
  } catch (cause) {
    throw unavailable('kept', cause);
  }
}

/** The checkpoint that the step goes on from. Only a run that is not the first looks for one. */
export async function readCheckpoint(
  { task, step, mayHaveRun }: StepCall,
  store: ResultStore | undefined,
): Promise<KeptCheckpoint | undefined> {
  if (mayHaveRun !== true || store === undefined) return undefined;
  let text: string | undefined;
  try {
    text = await store.find(checkpointKey(task.arn, step.name));
  } catch (cause) {
    throw unavailable('read', cause);
  }
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as KeptCheckpoint;
  return Date.parse(kept.execution) === Date.parse(task.startedAt) ? kept : undefined;
}

function unavailable(what: string, cause: unknown): RetryableError {
  return new RetryableError(`The step's checkpoint could not be ${what}: ${inWords(cause)}`, {
    errorCode: 'RESULT_STORE_FAILED',
    cause,
  });
}
