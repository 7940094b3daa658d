import { parseJson } from '../../client/parse-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { RecordedAttempt, RecordedOutcome, Recording } from './recording.ts';

/** Where a run differs from its recording. */
export interface Difference {
  /** The state; absent for the end of the execution. */
  readonly state?: string;
  /** Which attempt of it, from 1. */
  readonly attempt?: number;
  /** Where in the result, such as `$.result.total`; absent where not the results alone differ. */
  readonly path?: string;
  readonly recorded: string;
  readonly now: string;
}

/** So many places of one result are told. */
const MOST_PLACES = 20;

/** Compares the attempts of each state, one by one, and how the executions ended. */
export function compareRuns(recorded: Recording, now: Recording): readonly Difference[] {
  const states = new Set([...recorded.attempts, ...now.attempts].map(({ state }) => state));
  const ofStates = [...states].flatMap((state) => {
    const before = recorded.attempts.filter((each) => each.state === state);
    const after = now.attempts.filter((each) => each.state === state);
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) =>
      compare(endOf(before[index]), endOf(after[index])).map((one) => ({ state, attempt: index + 1, ...one })),
    ).flat();
  });
  return [...ofStates, ...compare(endOf({ outcome: recorded.end }), endOf({ outcome: now.end }))];
}

/** How something ended, and with what; a text where there is nothing to look into. */
type End = string | { readonly result: JsonValue } | { readonly error: string; readonly cause: JsonValue };

function endOf(attempt: Pick<RecordedAttempt, 'outcome'> | undefined): End {
  if (attempt === undefined) return 'did not run';
  const { outcome } = attempt;
  if (outcome === undefined) return 'did not end';
  if (outcome.kind === 'succeeded') return { result: resultIn(outcome) };
  return { error: outcome.error, cause: causeIn(outcome) };
}

function compare(was: End, is: End): readonly Difference[] {
  const places = valuesOf(was, is);
  if (places !== undefined) return [...placesOf(...places, '$')].slice(0, MOST_PLACES);
  const [recorded, now] = [inWords(was), inWords(is)];
  return recorded === now ? [] : [{ recorded, now }];
}

/** What two ends have to be looked into: two results, or what two failures of one name say of themselves. */
function valuesOf(was: End, is: End): readonly [JsonValue, JsonValue] | undefined {
  if (typeof was === 'string' || typeof is === 'string') return undefined;
  if ('result' in was && 'result' in is) return [was.result, is.result];
  if (!('error' in was && 'error' in is) || was.error !== is.error) return undefined;
  return isJsonObject(was.cause) && isJsonObject(is.cause) ? [was.cause, is.cause] : undefined;
}

function inWords(end: End): string {
  if (typeof end === 'string') return end;
  if ('result' in end) return 'succeeded';
  const { error, cause } = end;
  const message = isJsonObject(cause) ? (cause['message'] ?? cause['errorMessage']) : cause;
  const told = typeof message === 'string' ? message : JSON.stringify(cause);
  return told === '' ? `failed with ${error}` : `failed with ${error}: ${told}`;
}

/** What a failure says of itself, without the stack of a function's error: the same code lies elsewhere on each machine. */
function causeIn({ cause = '' }: Extract<RecordedOutcome, { kind: 'failed' }>): JsonValue {
  const value = objectIn(cause) ?? cause;
  if (!isJsonObject(value)) return value;
  const { errorType, errorMessage } = value;
  if (typeof errorType !== 'string' || typeof errorMessage !== 'string') return value;
  return objectIn(errorMessage) ?? { errorType, errorMessage };
}

function objectIn(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}

/** The places at which two values differ. */
function* placesOf(was: JsonValue | undefined, is: JsonValue | undefined, path: string): Generator<Difference> {
  if (isJsonObject(was) && isJsonObject(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)]))
      yield* placesOf(was[key], is[key], `${path}.${key}`);
  } else if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    for (const [index, value] of (was as readonly JsonValue[]).entries())
      yield* placesOf(value, (is as readonly JsonValue[])[index], `${path}[${index}]`);
  } else if (JSON.stringify(was) !== JSON.stringify(is)) {
    yield { path, recorded: textOf(was), now: textOf(is) };
  }
}

function textOf(value: JsonValue | undefined): string {
  return value === undefined ? 'not there' : JSON.stringify(value);
}

/** What a function has answered: the reply of Lambda around it has ids and times that differ each time. */
function resultIn({ output }: Extract<RecordedOutcome, { kind: 'succeeded' }>): JsonValue {
  const value = JSON.parse(output) as JsonValue;
  if (!isJsonObject(value)) return value;
  const { Payload, StatusCode } = value;
  return Payload === undefined || StatusCode === undefined ? value : Payload;
}
