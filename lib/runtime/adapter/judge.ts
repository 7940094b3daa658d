import { WireError } from '../../contract/errors.ts';
import { usualDelays } from '../../contract/step-event.ts';
import type { StepCall } from './step-call.ts';

/** What the machine has to do with a failure. */
export interface Verdict {
  /** The error name that makes it do so: end the step, or wait and try again. */
  readonly error: WireError;
  /** The machine waits `low` seconds or more, and less than `high`: whole numbers. */
  readonly wait?: { readonly low: number; readonly high: number };
}

/** Judges a failure by the step's policy: with full jitter, or after the wait that the handler asked for. */
export function judge(
  { step, attempt }: StepCall,
  { retryable, retryAfter }: { readonly retryable: boolean; readonly retryAfter?: number | undefined },
): Verdict {
  if (!retryable) return { error: WireError.permanent };
  if (attempt >= step.max_attempts) return { error: WireError.exhausted };
  const [low, longest] = retryAfter === undefined ? [0, delayOf(step, attempt)] : [retryAfter, retryAfter];
  return { error: WireError.retryAfter, wait: { low, high: longest + 1 } };
}

/** The longest wait after an attempt; further ones are like the last. */
function delayOf({ max_attempts, delays = usualDelays(max_attempts - 1) }: StepCall['step'], attempt: number): number {
  return delays[attempt - 1] ?? delays.at(-1) ?? 1;
}
