import { WireError } from '../../contract/errors.ts';
import type { StepCall } from './step-call.ts';

/** What the machine has to do with a failure. */
export interface Verdict {
  /** The error name that makes it do so: end the step, or wait and try again. */
  readonly error: WireError;
  /** The wait in whole seconds. */
  readonly wait?: number;
}

/** Judges a failure by the step's policy: with full jitter, or after the wait that the handler asked for. */
export function judge(
  { step, attempt }: StepCall,
  failure: { readonly retryable: boolean; readonly retryAfter?: number | undefined },
  random: () => number = Math.random,
): Verdict {
  if (!failure.retryable) return { error: WireError.permanent };
  if (attempt >= step.maxAttempts) return { error: WireError.retryable };
  const delay = step.delays[attempt - 1] ?? 1;
  return { error: WireError.retryAfter, wait: failure.retryAfter ?? Math.round(random() * delay) };
}
