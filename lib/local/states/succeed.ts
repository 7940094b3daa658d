import type { SucceedState } from '../../asl/types.ts';
import type { Transition, Visit } from '../visit.ts';

/** Ends the machine or the branch with its input. States Language: "Succeed State". */
export function runSucceed(visit: Visit<SucceedState>): Transition {
  return { next: undefined, output: visit.language.passOn(visit, visit.language.input(visit)) };
}
