import type { WaitState } from '../../../states-language/types.ts';
import type { Data } from '../../base/data.ts';
import { parseOffsetDateTime } from '../../base/timestamp.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Eventually } from '../../language/eventually.ts';
import { whenSettled } from '../../language/eventually.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';

/** What `Seconds` may say. Developer guide: "Wait workflow state". */
const LONGEST_WAIT_MS = 99_999_999_000;

/**
 * Waits for a number of seconds, or until a time. States Language: "Wait State": exactly one of `Seconds`, `SecondsPath`,
 * `Timestamp` and `TimestampPath` says for how long.
 */
export async function runWait(visit: Visit<WaitState>): Promise<Transition> {
  const { run, language, state, track } = visit;
  const input = language.input(visit);
  return whenSettled(waitTime(visit, input), async (ms) => {
    if (ms > LONGEST_WAIT_MS) throw new EvaluationError('Wait state delay is too long.');
    await run.clock.sleep(ms, track.stopper.signal);
    return whenSettled(language.passOn(visit, input), (leaving) => ({ next: state.Next, ...leaving }));
  });
}

/** Milliseconds to wait; a time that has passed gives none. */
function waitTime(visit: Visit<WaitState>, input: Data): Eventually<number> {
  const { run, language, state } = visit;
  return whenSettled(language.number(visit, input, 'Seconds'), (seconds) =>
    seconds === undefined
      ? whenSettled(
          language.text(visit, input, 'Timestamp'),
          (timestamp = '') => timeOf(state, timestamp) - run.clock.now(),
        )
      : checkSeconds(state, seconds) * 1000,
  );
}

function checkSeconds({ SecondsPath = '' }: WaitState, seconds: number): number {
  if (seconds >= 0) return seconds;
  throw new EvaluationError(`The SecondsPath parameter cannot be negative: ${SecondsPath} == ${String(seconds)}`);
}

function timeOf({ TimestampPath = '' }: WaitState, timestamp: string): number {
  const time = parseOffsetDateTime(timestamp);
  if (time !== undefined) return time;
  throw new EvaluationError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${TimestampPath} == ${timestamp}`,
  );
}
