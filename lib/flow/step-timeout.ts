import { Limit } from '../states-language/limits.ts';
import type { Step } from '../template/task-template.ts';

/** Seconds for a handler whose step names no `timeout_seconds`. */
const DEFAULT_SECONDS = 60;

/** How long one run of a step may take, in seconds, unless its function has a timeout of its own. */
export function timeoutSecondsOf({ timeoutSeconds }: Step): number {
  return Math.min(timeoutSeconds?.value ?? DEFAULT_SECONDS, Limit.lambdaSeconds);
}
