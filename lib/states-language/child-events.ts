import { isJsonObject, type JsonValue } from '../json.ts';
import type { HistoryEvent } from './history.ts';
import type { OutputDetails, ServiceDetails } from './history-details.ts';
import { START } from './inline-children.ts';

/** Whether an event tells how a Task comes along that has started an execution and waits for it. */
export function isOfChildTask(event: HistoryEvent): boolean {
  // An engine may leave the details out, or write the whole ARN of the resource.
  const { resource = '' }: Partial<ServiceDetails> = detailsOf(event) ?? {};
  return `:states:${resource}`.endsWith(START);
}

/** The execution that such a Task has started, by its ARN: told when it was submitted, and by some engines at its end alone. */
export function childStartedBy(event: HistoryEvent): string | undefined {
  if (event.type !== 'TaskSubmitted' && event.type !== 'TaskSucceeded') return undefined;
  if (!isOfChildTask(event)) return undefined;
  const { output = '' }: OutputDetails =
    event.type === 'TaskSubmitted' ? event.taskSubmittedEventDetails : event.taskSucceededEventDetails;
  const answer = parsed(output);
  return isJsonObject(answer) && typeof answer.ExecutionArn === 'string' ? answer.ExecutionArn : undefined;
}

/** Whether control leaves such a Task with the event, or the execution ends with it or goes on. */
export function endsChildTask(event: HistoryEvent): boolean {
  switch (event.type) {
    case 'TaskSucceeded':
    case 'TaskFailed':
    case 'TaskTimedOut':
      return isOfChildTask(event);
    case 'TaskStateAborted':
    case 'ExecutionSucceeded':
    case 'ExecutionFailed':
    case 'ExecutionTimedOut':
    case 'ExecutionAborted':
    case 'ExecutionRedriven':
      return true;
    default:
      return false;
  }
}

function detailsOf(event: HistoryEvent): ServiceDetails | undefined {
  switch (event.type) {
    case 'TaskScheduled':
      return event.taskScheduledEventDetails;
    case 'TaskStarted':
      return event.taskStartedEventDetails;
    case 'TaskStartFailed':
      return event.taskStartFailedEventDetails;
    case 'TaskSubmitted':
      return event.taskSubmittedEventDetails;
    case 'TaskSubmitFailed':
      return event.taskSubmitFailedEventDetails;
    case 'TaskSucceeded':
      return event.taskSucceededEventDetails;
    case 'TaskFailed':
      return event.taskFailedEventDetails;
    case 'TaskTimedOut':
      return event.taskTimedOutEventDetails;
    default:
      return undefined;
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
