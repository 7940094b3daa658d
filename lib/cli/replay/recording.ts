import { millisecondsOf, type HistoryEvent } from '../../states-language/history.ts';
import type { FailureDetails } from '../../states-language/history-details.ts';
import { ErrorName } from '../../states-language/error-name.ts';

/** How an attempt of a task ended. */
export type RecordedOutcome =
  | { readonly kind: 'succeeded'; /** JSON text. */ readonly output: string }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string | undefined };

/** One attempt of a Task state. */
export interface RecordedAttempt {
  readonly state: string;
  /** Whose work it is, such as `lambda` or `dynamodb`. */
  readonly service: string;
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

/** Reads what the tasks of an execution have answered, up to its first end: a redrive is another run. */
export function readRecording(whole: readonly HistoryEvent[]): Recording {
  const redrive = whole.findIndex(({ type }) => type === 'ExecutionRedriven');
  const history = redrive < 0 ? whole : whole.slice(0, redrive);
  /** The attempt that an event belongs to, or the Task whose attempts come after it. */
  const owners = new Map<number, Owner>();
  const attempts: Writable[] = [];
  let input = '{}';
  let end: RecordedOutcome | undefined;
  for (const event of history) {
    const before = owners.get(event.previousEventId);
    const at = millisecondsOf(event);
    const state = before?.state ?? '';
    const begin = (service: string, parameters = '', outcome?: RecordedOutcome) => {
      const attempt: Writable = { state, service, parameters, scheduled: at, duration: 0, outcome };
      attempts.push(attempt);
      owners.set(event.id, { state, ...(outcome === undefined && { attempt }) });
    };
    const settle = (outcome: RecordedOutcome) => {
      if (before?.attempt !== undefined)
        Object.assign(before.attempt, { outcome, duration: at - before.attempt.scheduled });
      owners.set(event.id, { state });
    };
    const fail = (details: FailureDetails) => {
      settle(failed(details));
    };
    switch (event.type) {
      case 'ExecutionStarted':
        input = event.executionStartedEventDetails.input ?? '{}';
        break;
      case 'TaskStateEntered':
        owners.set(event.id, { state: event.stateEnteredEventDetails.name });
        break;
      case 'TaskScheduled':
        begin(event.taskScheduledEventDetails.resourceType, event.taskScheduledEventDetails.parameters);
        break;
      case 'LambdaFunctionScheduled':
        begin('lambda', event.lambdaFunctionScheduledEventDetails.input);
        break;
      case 'ActivityScheduled':
        begin('activity', event.activityScheduledEventDetails.input);
        break;
      case 'LambdaFunctionScheduleFailed':
        begin('lambda', '', failed(event.lambdaFunctionScheduleFailedEventDetails));
        break;
      case 'ActivityScheduleFailed':
        begin('activity', '', failed(event.activityScheduleFailedEventDetails));
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
      case 'ExecutionFailed':
        end = failed(event.executionFailedEventDetails);
        break;
      case 'ExecutionTimedOut':
        end = failed(event.executionTimedOutEventDetails);
        break;
      case 'ExecutionAborted':
        end = failed({ ...event.executionAbortedEventDetails, error: 'aborted' });
        break;
      // These belong to the attempt before them.
      case 'TaskStarted':
      case 'TaskSubmitted':
      case 'LambdaFunctionStarted':
      case 'ActivityStarted':
        if (before !== undefined) owners.set(event.id, before);
        break;
      // Of the rest, tasks have nothing to answer.
      case 'ExecutionRedriven':
      case 'EvaluationFailed':
      case 'TaskStateExited':
      case 'TaskStateAborted':
      case 'PassStateEntered':
      case 'PassStateExited':
      case 'ChoiceStateEntered':
      case 'ChoiceStateExited':
      case 'WaitStateEntered':
      case 'WaitStateExited':
      case 'WaitStateAborted':
      case 'SucceedStateEntered':
      case 'SucceedStateExited':
      case 'FailStateEntered':
      case 'ParallelStateEntered':
      case 'ParallelStateExited':
      case 'ParallelStateStarted':
      case 'ParallelStateSucceeded':
      case 'ParallelStateFailed':
      case 'ParallelStateAborted':
      case 'MapStateEntered':
      case 'MapStateExited':
      case 'MapStateStarted':
      case 'MapStateSucceeded':
      case 'MapStateFailed':
      case 'MapStateAborted':
      case 'MapIterationStarted':
      case 'MapIterationSucceeded':
      case 'MapIterationFailed':
      case 'MapIterationAborted':
      case 'MapRunStarted':
      case 'MapRunSucceeded':
      case 'MapRunFailed':
      case 'MapRunAborted':
      case 'MapRunRedriven':
        break;
    }
  }
  const [first] = history;
  return { input, startedAt: first === undefined ? 0 : millisecondsOf(first), attempts, end };
}

function failed({ error = ErrorName.timeout, cause }: FailureDetails): RecordedOutcome {
  return { kind: 'failed', error, cause };
}

type Writable = { -readonly [K in keyof RecordedAttempt]: RecordedAttempt[K] };

interface Owner {
  readonly state: string;
  readonly attempt?: Writable;
}
