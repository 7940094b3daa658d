import type { WaitState } from '../../asl/types.ts';
import type { JsonValue } from '../../contract/json.ts';
import { parseTimestamp } from '../data/timestamp.ts';
import { EvaluationError } from '../states-error.ts';
import type { Transition, Visit } from '../visit.ts';

/** Waits for a number of seconds, or until a time. States Language: "Wait State". */
export async function runWait(visit: Visit<WaitState>): Promise<Transition> {
  const input = visit.language.input(visit);
  const { clock } = visit.run;
  await clock.sleep(waitTime(visit, input, clock.now()), visit.track.controller.signal);
  return { next: visit.state.Next, output: visit.language.passOn(visit, input) };
}

/** Milliseconds to wait; a time that has passed gives none. */
function waitTime(visit: Visit<WaitState>, input: JsonValue, now: number): number {
  const seconds = visit.language.number(visit, input, 'Seconds');
  if (seconds !== undefined) {
    if (seconds >= 0) return seconds * 1000;
    throw new EvaluationError(
      `The SecondsPath parameter cannot be negative: ${visit.state.SecondsPath ?? ''} == ${String(seconds)}`,
    );
  }
  const timestamp = visit.language.text(visit, input, 'Timestamp') ?? '';
  const time = parseTimestamp(timestamp);
  if (time !== undefined) return time - now;
  throw new EvaluationError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${visit.state.TimestampPath ?? ''} == ${timestamp}`,
  );
}
