import type { Retrier } from '../../states-language/types.ts';
import { matchesError } from '../../states-language/matches-error.ts';
import type { Data } from '../base/data.ts';
import { toData } from '../base/data.ts';
import type { Random } from '../base/random.ts';
import { FatalStatesError, StatesError } from '../base/states-error.ts';
import { fieldsOf } from '../base/state-fields.ts';
import type { Eventually } from '../language/eventually.ts';
import { whenSettled } from '../language/eventually.ts';
import type { Leaving, Transition } from '../language/query-language.ts';
import type { Visit } from './visit.ts';
import { raise } from './raise.ts';
import { record } from './record.ts';

const DEFAULT_RETRIES = 3;
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;

/**
 * Runs the work of a state until it succeeds, no retrier is left for its error, or a catcher takes over. States Language:
 * "Errors", "Retrying after error", "Fallback states".
 *
 * 1. The retriers are looked through in order; the first whose `ErrorEquals` names the error decides.
 * 2. It tries again while it has been used less than `MaxAttempts` times in this visit of the state: each counts on its own.
 * 3. When it may not, or no retrier names the error, the catchers are looked through in order; control goes to `Next` of the
 *    first that names the error.
 * 4. When none does, the error is one of the machine or the branch.
 */
export async function recover(visit: Visit, attempt: () => Eventually<Leaving>): Promise<Transition> {
  const { test } = visit.run;
  let used: number[] | undefined;
  for (;;) {
    try {
      const { output, assigned } = await attempt();
      return { next: fieldsOf(visit.state).Next, output, assigned };
    } catch (thrown) {
      const error = raise(thrown, visit);
      if (!(error instanceof StatesError)) throw error;
      const { Retry = [], Catch = [] } = fieldsOf(visit.state);
      used ??= Retry.map(() => test?.retries ?? 0);
      const index = Retry.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
      const retrier = Retry[index];
      const retries = used[index] ?? 0;
      if (retrier !== undefined && retries < (retrier.MaxAttempts ?? DEFAULT_RETRIES)) {
        used[index] = retries + 1;
        visit.retryCount += 1;
        const delay = retryDelay(retrier, retries, visit.run.random);
        test?.retry(index, delay, error);
        await visit.run.clock.sleep(Math.round(delay * 1000), visit.track.stopper.signal);
        continue;
      }
      const { Type } = visit.state;
      // Of a container the history tells that it has failed itself, once no retrier is left.
      if ((Type === 'Parallel' || Type === 'Map') && !(error instanceof FatalStatesError)) {
        record(visit.run, visit.track, `${Type}StateFailed`);
      }
      const catcher = Catch.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
      if (catcher === undefined) throw error;
      test?.caught(Catch.indexOf(catcher), error);
      return whenSettled(visit.language.caught(visit, catcher, errorOutput(error)), (leaving) => ({
        next: catcher.Next,
        ...leaving,
      }));
    }
  }
}

/** What a catcher hands on of an error. States Language: "Error Output". */
function errorOutput(error: StatesError): Data {
  return toData({ Error: error.error ?? '', Cause: error.causeText ?? '' });
}

/** Seconds to wait before the next try, when a retrier has been used `retries` times. */
function retryDelay(retrier: Retrier, retries: number, random: Random): number {
  const rate = retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE;
  const grown = (retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * rate ** retries;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
  return retrier.JitterStrategy === 'FULL' ? delay * random.next() : delay;
}
