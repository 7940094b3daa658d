import type { PassState } from '../../asl/types.ts';
import type { Transition, Visit } from '../visit.ts';

/** Hands on its input, or a fixed result. States Language: "Pass State". */
export function runPass(visit: Visit<PassState>): Transition {
  const { Result, Next } = visit.state;
  const payload = visit.language.payload(visit, visit.language.input(visit));
  return { next: Next, output: visit.language.output(visit, Result === undefined ? payload : Result) };
}
