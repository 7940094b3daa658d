import { millisecondsOf, type HistoryEvent } from '../../states-language/history.ts';
import { ErrorName } from '../../states-language/error-name.ts';

/** How an attempt of a task ended. */
export type RecordedOutcome =
  | { readonly kind: 'succeeded'; /** JSON text. */ readonly output: string }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string | undefined };

/** One attempt of a Task state. */
export interface RecordedAttempt {
  readonly state: string;
  /** What the state sent, as JSON text. */
  readonly parameters: string;
  /** When it was scheduled, in ms since 1970. */
  readonly scheduled: number;
  /** How long it took, in ms. */
  readonly duration: number;
  /** Undefined where the execution ended before it did. */
  readonly outcome: RecordedOutcome | undefined;
}

/** A past execution, as its history tells it. */
export interface Recording {
  /** JSON text. */
  readonly input: string;
  /** In ms since 1970. */
  readonly startedAt: number;
  /** In the order in which they were scheduled. */
  readonly attempts: readonly RecordedAttempt[];
  /** The last event; undefined while the execution runs. */
  readonly end: RecordedOutcome | undefined;
}

/** Reads what the tasks of an execution have answered. */
export function readRecording(history: readonly HistoryEvent[]): Recording {
  /** The attempt that an event belongs to, or the Task whose attempts come after it. */
  const owners = new Map<number, Owner>();
  const attempts: Writable[] = [];
  let input = '{}';
  let end: RecordedOutcome | undefined;
  for (const event of history) {
    const before = owners.get(event.previousEventId);
    const at = millisecondsOf(event);
    const state = before?.state ?? '';
    const begin = (parameters: string | undefined) => {
      const attempt: Writable = { state, parameters: parameters ?? '', scheduled: at, duration: 0, outcome: undefined };
      attempts.push(attempt);
      owners.set(event.id, { state, attempt });
    };
    const settle = (outcome: RecordedOutcome) => {
      if (before?.attempt !== undefined)
        Object.assign(before.attempt, { outcome, duration: at - before.attempt.scheduled });
      owners.set(event.id, { state });
    };
    const fail = ({ error = ErrorName.timeout, cause }: { readonly error?: string; readonly cause?: string }) => {
      settle({ kind: 'failed', error, cause });
    };
    switch (event.type) {
      case 'ExecutionStarted':
        input = event.executionStartedEventDetails.input ?? '{}';
        break;
      case 'TaskStateEntered':
        owners.set(event.id, { state: event.stateEnteredEventDetails.name });
        break;
      case 'TaskScheduled':
        begin(event.taskScheduledEventDetails.parameters);
        break;
      case 'LambdaFunctionScheduled':
        begin(event.lambdaFunctionScheduledEventDetails.input);
        break;
      case 'ActivityScheduled':
        begin(event.activityScheduledEventDetails.input);
        break;
      case 'TaskSucceeded':
        settle({ kind: 'succeeded', output: event.taskSucceededEventDetails.output ?? 'null' });
        break;
      case 'LambdaFunctionSucceeded':
        settle({ kind: 'succeeded', output: event.lambdaFunctionSucceededEventDetails.output ?? 'null' });
        break;
      case 'ActivitySucceeded':
        settle({ kind: 'succeeded', output: event.activitySucceededEventDetails.output ?? 'null' });
        break;
      case 'TaskFailed':
        fail(event.taskFailedEventDetails);
        break;
      case 'TaskTimedOut':
        fail(event.taskTimedOutEventDetails);
        break;
      case 'TaskStartFailed':
        fail(event.taskStartFailedEventDetails);
        break;
      case 'TaskSubmitFailed':
        fail(event.taskSubmitFailedEventDetails);
        break;
      case 'LambdaFunctionFailed':
        fail(event.lambdaFunctionFailedEventDetails);
        break;
      case 'LambdaFunctionTimedOut':
        fail(event.lambdaFunctionTimedOutEventDetails);
        break;
      case 'LambdaFunctionStartFailed':
        fail(event.lambdaFunctionStartFailedEventDetails);
        break;
      case 'ActivityFailed':
        fail(event.activityFailedEventDetails);
        break;
      case 'ActivityTimedOut':
        fail(event.activityTimedOutEventDetails);
        break;
      case 'ExecutionSucceeded':
        end = { kind: 'succeeded', output: event.executionSucceededEventDetails.output ?? 'null' };
        break;
      case 'ExecutionFailed': {
        const { error = '', cause } = event.executionFailedEventDetails;
        end = { kind: 'failed', error, cause };
        break;
      }
      case 'ExecutionTimedOut':
        end = { kind: 'failed', error: ErrorName.timeout, cause: undefined };
        break;
      case 'ExecutionAborted':
        end = { kind: 'failed', error: 'aborted', cause: undefined };
        break;
      default:
        // Started, submitted and the like belong to the attempt before them.
        if (before !== undefined) owners.set(event.id, before);
    }
  }
  const [first] = history;
  return { input, startedAt: first === undefined ? 0 : millisecondsOf(first), attempts, end };
}

type Writable = { -readonly [K in keyof RecordedAttempt]: RecordedAttempt[K] };

interface Owner {
  readonly state: string;
  readonly attempt?: Writable;
}
