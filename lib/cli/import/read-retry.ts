import type { Retrier } from '../../states-language/types.ts';
import type { ImportedRetry } from './imported-step.ts';

interface RetryProblem {
  readonly field: string;
  readonly message: string;
  readonly hint: string;
}

const ANY = new Set(['States.ALL', 'States.TaskFailed']);
/** Lambda's own faults, which every machine of ours retries by itself. */
const SERVICE = /^Lambda\.|^States\.Timeout$/;
const LONGEST_MS = 3_600_000;

/** The retriers of a Task as the policy of a step. States Language: "Retrying after error". */
export function readRetry(
  state: string,
  retriers: readonly Retrier[],
): { readonly retry: ImportedRetry; readonly problems: readonly RetryProblem[] } {
  const own = retriers
    .map((retrier, index) => ({ retrier, index }))
    .filter(({ retrier }) => !retrier.ErrorEquals.every((name) => SERVICE.test(name)));
  const chosen = own.find(({ retrier }) => retrier.ErrorEquals.some((name) => ANY.has(name))) ?? own[0];
  if (chosen === undefined) return { retry: { max_attempts: 1 }, problems: [] };
  const { retrier, index } = chosen;
  const {
    IntervalSeconds: interval = 1,
    MaxAttempts: most = 3,
    BackoffRate: rate = 2,
    MaxDelaySeconds: longest,
  } = retrier;
  const base = Math.max(100, Math.round(interval * 1000));
  const cap = rate === 1 ? base : longest === undefined ? LONGEST_MS : longest * 1000;
  const problems: RetryProblem[] = [];
  if (!retrier.ErrorEquals.some((name) => ANY.has(name))) {
    problems.push({
      field: `/Retry[${index}]`,
      message: `"${state}" is tried again only after ${retrier.ErrorEquals.join(', ')}; a step is after every error that is not permanent.`,
      hint: 'Throw a PermanentError for the others.',
    });
  }
  for (const other of own) {
    if (other === chosen) continue;
    problems.push({
      field: `/Retry[${other.index}]`,
      message: `"${state}" has a policy of its own for ${other.retrier.ErrorEquals.join(', ')}; a step has one.`,
      hint: 'Throw a PermanentError, or a RetryableError with its own delay.',
    });
  }
  if (rate !== 1 && rate !== 2) {
    problems.push({
      field: `/Retry[${index}]/BackoffRate`,
      message: `The waits of "${state}" grow by ${rate}; those of a step double.`,
      hint: 'Change backoff_base_ms and max_backoff_ms where it matters.',
    });
  }
  return {
    retry: {
      max_attempts: Math.min(100, most + 1),
      ...(most > 0 && {
        backoff: 'exponential',
        backoff_base_ms: Math.min(base, LONGEST_MS),
        max_backoff_ms: Math.min(LONGEST_MS, Math.max(1000, cap)),
      }),
    },
    problems,
  };
}
