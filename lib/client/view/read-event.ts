import type { TaskFailure } from '../../contract/errors.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { isJsonObject, parseJson } from '../parse-json.ts';
import { readError, type ReadError } from './step-error.ts';

/** An event's time in ms since 1970. */
export function milliseconds(timestamp: number | Date): number {
  return typeof timestamp === 'number' ? timestamp * 1000 : timestamp.getTime();
}

/** The details of an event, whatever their member is called: each event has at most one. */
function detailsOf(event: HistoryEvent): Readonly<Record<string, unknown>> | undefined {
  const keys = Object.keys(event).filter((key): key is `${string}EventDetails` => key.endsWith('EventDetails'));
  return keys.map((key) => event[key]).find((details) => details !== undefined);
}

/** A text among the event's details. */
export function textOf(event: HistoryEvent, member: string): string | undefined {
  const value = detailsOf(event)?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** The state that the event enters or leaves. */
export function stateOf(event: HistoryEvent): string {
  return textOf(event, 'name') ?? '';
}

/** The result in the reply of a step's function, as `lambda:invoke` wraps it. */
export function resultIn(output: string | undefined): JsonObject | undefined {
  const parsed = parseJson(output ?? '');
  const reply: JsonValue | undefined = isJsonObject(parsed) ? parsed.Payload : undefined;
  return isJsonObject(reply) && isJsonObject(reply.result) ? reply.result : undefined;
}

/** The error that a state of a step's failure was entered with. */
export function caughtIn(event: HistoryEvent): ReadError | undefined {
  const input = parseJson(textOf(event, 'input') ?? '');
  const caught: JsonValue | undefined = isJsonObject(input) ? input.caught : undefined;
  if (!isJsonObject(caught) || typeof caught.Error !== 'string') return undefined;
  return readError(caught.Error, typeof caught.Cause === 'string' ? caught.Cause : undefined);
}

/** The failed steps that an execution's cause names, where it is a task's. */
export function failuresIn(cause: string | undefined): TaskFailure['failed'] {
  const parsed = parseJson(cause ?? '');
  return isJsonObject(parsed) && Array.isArray(parsed.failed) ? (parsed as unknown as TaskFailure).failed : [];
}
