import type { Catcher, Retrier } from '../../states-language/types.ts';
import { matchesError } from '../../states-language/matches-error.ts';
import type { Random } from '../base/random.ts';
import { FatalStatesError, StatesError } from '../base/states-error.ts';
import type { Leaving, Transition, Visit } from './visit.ts';
import { errorOutput, raise, record } from './visit.ts';

const DEFAULT_RETRIES = 3;
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;

/** A state that may retry and catch. */
interface Recovering {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Next?: string;
}

/**
 * Runs the work of a state until it succeeds, no retrier is left for its error, or a catcher takes over. Each retrier
 * counts its own retries while the state is visited; the first that matches decides. States Language: "Errors".
 */
export async function recover(visit: Visit, attempt: () => Promise<Leaving>): Promise<Transition> {
  const { Retry = [], Catch = [], Next } = visit.state as Recovering;
  const { test } = visit.run;
  const used = Retry.map(() => test?.retries ?? 0);
  for (;;) {
    try {
      return { next: Next, ...(await attempt()) };
    } catch (thrown) {
      const error = raise(thrown, visit);
      if (!(error instanceof StatesError)) throw error;
      const index = Retry.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
      const retrier = Retry[index];
      const retries = used[index] ?? 0;
      if (retrier !== undefined && retries < (retrier.MaxAttempts ?? DEFAULT_RETRIES)) {
        used[index] = retries + 1;
        visit.retryCount += 1;
        const delay = retryDelay(retrier, retries, visit.run.random);
        test?.retry(index, delay, error);
        await visit.run.clock.sleep(Math.round(delay * 1000), visit.track.controller.signal);
        continue;
      }
      if (isContainer(visit) && !(error instanceof FatalStatesError)) {
        record(visit.run, visit.track, `${visit.state.Type}StateFailed`);
      }
      const catcher = Catch.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
      if (catcher === undefined) throw error;
      test?.caught(Catch.indexOf(catcher), error);
      const leaving = visit.language.caught(visit, catcher, errorOutput(error));
      return { next: catcher.Next, ...(leaving instanceof Promise ? await leaving : leaving) };
    }
  }
}

/** Whether the history tells of the failure of the state itself, once no retrier is left. */
function isContainer(visit: Visit): boolean {
  return visit.state.Type === 'Parallel' || visit.state.Type === 'Map';
}

/** Seconds to wait before the next try, when a retrier has been used `retries` times. */
export function retryDelay(retrier: Retrier, retries: number, random: Random): number {
  const rate = retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE;
  const grown = (retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * rate ** retries;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
  return retrier.JitterStrategy === 'FULL' ? delay * random.next() : delay;
}
