import type { RetryState } from './step-event.ts';

/** What a retry says. A step that it does not name stands before its first attempt. */
export interface Retry {
  readonly step: string | undefined;
  /** Attempts that are used. */
  readonly attempts: number;
  /** How long the machine waits at most, in whole seconds. */
  readonly mostSeconds: number | undefined;
}

/** Reads a retry of the state data; the form of its cause is told with `retry` of the `ErrorDetails`. */
export function readRetry({ step, Cause: cause }: RetryState): Retry {
  const [, , high, attempts, named] = cause?.split('@') ?? [];
  return {
    step: step ?? named,
    attempts: attempts === undefined ? 0 : Number(attempts),
    mostSeconds: high === undefined ? undefined : Number(high) - 1,
  };
}
