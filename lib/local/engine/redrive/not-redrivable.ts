import {
  beginningOf,
  millisecondsOf,
  type HistoryEvent,
  type HistoryEventType,
} from '../../../states-language/history.ts';
import { Limit } from '../../../states-language/limits.ts';

const DAY_MS = 86_400_000;
/** How long after its end an execution can be redriven. Developer guide: "Redrive eligibility for unsuccessful executions". */
const REDRIVABLE_MS = 14 * DAY_MS;
/** How long an execution may take, its redrives included. */
const LONGEST_MS = Limit.executionSeconds * 1000;
/** Events that must be left: one to redrive the execution, and one to end it. */
const EVENTS_NEEDED = 2;

/** What decides whether an execution can be redriven; dates in ms since 1970. */
export interface Redrivable {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly startDate: number;
  readonly stopDate: number | undefined;
  readonly events: number;
}

/** Why an execution cannot be redriven, in the words of `redriveStatusReason`; undefined when it can. */
export function whyNotRedrivable(execution: Redrivable, now: number): string | undefined {
  const { status, startDate, stopDate, events } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (events > Limit.historyEvents - EVENTS_NEEDED) return 'Execution history event limit exceeded';
  if (now - startDate > LONGEST_MS) return 'Execution has exceeded the max execution time';
  if (now - (stopDate ?? now) > REDRIVABLE_MS) return 'Execution redrivable period exceeded';
  return undefined;
}

/** What {@link whyNotRedrivable} asks for, as a history tells it. */
export function redrivableIn(history: readonly HistoryEvent[]): Redrivable {
  const last = history.at(-1);
  const now = last === undefined ? 0 : millisecondsOf(last);
  const status = (last && STATUSES[last.type]) ?? 'RUNNING';
  return {
    status,
    startDate: beginningOf(history) ?? now,
    stopDate: status === 'RUNNING' ? undefined : now,
    events: history.length,
  };
}

const STATUSES: Readonly<Partial<Record<HistoryEventType, Redrivable['status']>>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** The execution cannot be redriven; the reason is the one that AWS gives. */
export class ExecutionNotRedrivableError extends Error {
  /** Why it cannot be redriven. */
  readonly reason: string;

  constructor(arn: string, reason: string) {
    super(`Execution ${arn} invalid for redrive as: ${reason}`);
    this.name = 'ExecutionNotRedrivable';
    this.reason = reason;
  }
}
