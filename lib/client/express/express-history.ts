import type { DescribeExecutionOutput, ExecutionStatus, HistoryEvent as SdkEvent } from '@aws-sdk/client-sfn';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { detailsKey } from '../../states-language/history.ts';
import { parseJson } from '../parse-json.ts';

/** A line of the log of an Express machine, which is an event of an execution's history. */
export interface LoggedEvent {
  /** The ARN of the execution, whose end tells it from others of its name. */
  readonly execution: string;
  /** The event as `GetExecutionHistory` would give it. */
  readonly event: SdkEvent;
}

/** Reads a line of the log of a machine; undefined of one that is no event. */
export function readLoggedEvent(line: string): LoggedEvent | undefined {
  const json = parseJson(line);
  if (!isJsonObject(json)) return undefined;
  const { id, type, details, previous_event_id: previous, event_timestamp: at, execution_arn: execution } = json;
  if (typeof type !== 'string' || typeof execution !== 'string' || Number.isNaN(Number(id))) return undefined;
  const key = detailsKey(type);
  const event = {
    id: Number(id),
    previousEventId: Number(previous ?? 0),
    timestamp: new Date(Number(at)),
    type,
    ...(key !== undefined && { [key]: isJsonObject(details) ? details : {} }),
  };
  return { execution, event: event as SdkEvent };
}

/** How an execution has ended, by its last event. */
const ENDS: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** What `DescribeExecution` would say of an execution, by its events in their order; undefined where there is none. */
export function describeLogged(executionArn: string, events: readonly SdkEvent[]): DescribeExecutionOutput | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  const last = events.findLast(({ type = '' }) => ENDS[type] !== undefined);
  const [, , , , , , machine, name] = executionArn.split(':');
  const { output, error, cause } = detailsOf(last);
  return {
    executionArn,
    stateMachineArn: `${executionArn.split(':').slice(0, 5).join(':')}:stateMachine:${machine ?? ''}`,
    name: name ?? '',
    status: ENDS[last?.type ?? ''] ?? 'RUNNING',
    startDate: first.timestamp,
    stopDate: last?.timestamp,
    ...texts({ input: detailsOf(first).input, output, error, cause }),
  };
}

function detailsOf(event: SdkEvent | undefined): JsonObject {
  const key = detailsKey(event?.type ?? '');
  const details = key === undefined ? undefined : (event as unknown as JsonObject)[key];
  return isJsonObject(details) ? details : {};
}

function texts(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
