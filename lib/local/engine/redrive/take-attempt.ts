import type { ContainerAttempt } from './track-end.ts';

/** What an earlier attempt has left of a Parallel or a Map. Only the first try goes on with it: a retry starts afresh. */
export function takeAttempt(visit: { attempt: ContainerAttempt | undefined }): ContainerAttempt | undefined {
  const { attempt } = visit;
  visit.attempt = undefined;
  return attempt;
}
