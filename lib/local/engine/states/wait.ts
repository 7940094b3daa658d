import type { WaitState } from '../../../states-language/types.ts';
import { parseTimestamp } from '../../base/timestamp.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Transition, Visit } from '../visit.ts';

/** Waits for a number of seconds, or until a time. States Language: "Wait State". */
export async function runWait(visit: Visit<WaitState>): Promise<Transition> {
  const input = visit.language.input(visit);
  const { run, language, state } = visit;
  const found = language.number(visit, input, 'Seconds');
  const seconds = found instanceof Promise ? await found : found;
  const text = seconds === undefined ? language.text(visit, input, 'Timestamp') : undefined;
  const timestamp = text instanceof Promise ? await text : text;
  await run.clock.sleep(waitTime(state, seconds, timestamp, run.clock.now()), visit.track.controller.signal);
  const leaving = language.passOn(visit, input);
  return { next: state.Next, ...(leaving instanceof Promise ? await leaving : leaving) };
}

/** Milliseconds to wait; a time that has passed gives none. */
function waitTime(state: WaitState, seconds: number | undefined, timestamp = '', now: number): number {
  if (seconds !== undefined) {
    if (seconds >= 0) return seconds * 1000;
    throw new EvaluationError(
      `The SecondsPath parameter cannot be negative: ${state.SecondsPath ?? ''} == ${String(seconds)}`,
    );
  }
  const time = parseTimestamp(timestamp);
  if (time !== undefined) return time - now;
  throw new EvaluationError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${state.TimestampPath ?? ''} == ${timestamp}`,
  );
}
