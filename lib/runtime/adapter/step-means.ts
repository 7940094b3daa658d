import type { StepFunctions } from '../../client/index.ts';
import type { StepYield } from '../checkpoint/step-yield.ts';
import type { StepEnd } from '../domain-events/step-end.ts';
import type { FindStore } from '../results/result-store.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';

/** A run that brought no result: with what the handler returned or threw as its failure, what else it threw, or its yield. */
export type FailedRun = { readonly outcome: StepHandlerResult | StepYield } | { readonly thrown: unknown };

/** What a step is run with. */
export interface StepMeans {
  /** Finds what keeps what is too large to travel, and checkpoints. */
  readonly findStore: FindStore;
  /** The milliseconds that the invocation has left. */
  readonly timeLeft: () => number;
  /** X-Ray's header of the invocation; absent where nothing is traced. */
  readonly traceHeader: string | undefined;
  /** How the handler reaches tasks; absent where the AWS SDK finds out itself. */
  readonly tasks: StepFunctions | undefined;
  /** Is told how the step has ended. */
  readonly tell: ((end: StepEnd) => Promise<void>) | undefined;
}
