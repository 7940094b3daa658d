import { Limit } from '../../states-language/limits.ts';
import { HistoryFullError } from './history.ts';
import { ErrorName, FatalStatesError, StatesError } from '../base/states-error.ts';
import { failure } from './task/task-events.ts';

/** What the last event tells: an output, or an error. */
export interface Ending {
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export const LAST_EVENTS = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
} as const;

/** The ending of an execution that has failed, or was stopped, with its cause cut to what Step Functions keeps. */
export function endingOf(thrown: unknown): Ending {
  const ending = failure(asStatesError(thrown));
  return ending.cause === undefined ? ending : { ...ending, cause: ending.cause.slice(0, Limit.causeChars) };
}

function asStatesError(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  if (thrown instanceof HistoryFullError) return new FatalStatesError(ErrorName.runtime, thrown.message);
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new FatalStatesError(ErrorName.runtime, `The local engine failed: ${text}`);
}
