import type { StepFunctions } from '../../client/index.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { scopeOf } from '../scope.ts';

/** What is known where a handler runs. */
export interface CurrentCall {
  readonly call: StepCall;
  /** How tasks are reached; absent where the AWS SDK finds out itself. */
  readonly tasks: StepFunctions | undefined;
  /** How often the step has yielded before this run. */
  readonly yields: number;
  /** How many tasks the handler has created in this run. */
  created: number;
}

const scope = /* @__PURE__ */ scopeOf<CurrentCall>('call');

/** Runs a handler, and lets what it calls know for which step it does. */
export function withCall<T>(current: Omit<CurrentCall, 'created'>, run: () => T): T {
  return scope.run({ ...current, created: 0 }, run);
}

/** The call of the handler that runs; undefined outside of one. */
export function currentCall(): CurrentCall | undefined {
  return scope.get();
}
