import { detailsKey, isHistoryEventType, type HistoryEvent } from './history.ts';

/**
 * An event as some engine sends it: of a type that may be unknown, with a time in seconds since 1970 or, from the AWS SDK, as
 * a `Date`. Its details lie in one more member.
 */
export interface SentEvent {
  /** From 1, in the order of the history. An event without one is passed over. */
  readonly id?: number | undefined;
  /** The event from which this one follows; some engines do not tell. */
  readonly previousEventId?: number | undefined;
  /** When it happened: seconds since 1970, or a date. */
  readonly timestamp?: number | Date | undefined;
  /** What has happened. An event of an unknown type is passed over. */
  readonly type?: string | undefined;
}

/**
 * Reads an event of any engine. Undefined where it is of a type that Step Functions does not have, or has no id: there is
 * nothing to be learnt from it. An engine that calls the details by another name, or leaves them out, is understood too;
 * then even members are absent that AWS never leaves out.
 */
export function readEvent(sent: SentEvent): HistoryEvent | undefined {
  const { id, previousEventId, timestamp, type } = sent;
  if (typeof id !== 'number' || typeof type !== 'string' || !isHistoryEventType(type)) return undefined;
  const head = { timestamp: secondsOf(timestamp), type, id, previousEventId: previousEventId ?? 0 };
  const key = detailsKey(type);
  return (key === undefined ? head : { ...head, [key]: detailsIn(sent, key) ?? {} }) as HistoryEvent;
}

/** The details of an event: each has at most one member with some. */
function detailsIn(sent: object, key: string): unknown {
  const members = sent as Readonly<Record<string, unknown>>;
  if (members[key] !== undefined) return members[key];
  const other = Object.keys(members).find((name) => name.endsWith('EventDetails') && members[name] !== undefined);
  return other === undefined ? undefined : members[other];
}

function secondsOf(timestamp: number | Date | undefined): number {
  return timestamp instanceof Date ? timestamp.getTime() / 1000 : (timestamp ?? 0);
}
