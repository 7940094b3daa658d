import type { Verdict } from '../schema/judge.ts';
import { countOf } from '../schema/count-violations.ts';
import { ApiError } from './api-error.ts';

/** Fails with `BAD_REQUEST` where a schema is not met. `root` is where in the body the value is that was judged. */
export function refuse(verdict: Verdict, root: string, message: string): void {
  if (verdict.isValid) return;
  const details = verdict.violations.map(({ path, message }) => ({ path: root + path, message }));
  const many =
    verdict.others > 0 ? ` in ${countOf(verdict)} places, of which the first ${details.length} are told` : '';
  throw new ApiError('BAD_REQUEST', `${message}${many}.`, details);
}
