import { applyMembers } from '../apply-members.ts';
import { StepHandler } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';

/** What a decision step decided. */
export const DecisionType = {
  /** The named steps run. */
  CREATE_STEPS: 'create_steps',
  /** None of the steps after the decision runs. */
  NO_BRANCHES: 'no_branches',
} as const;

export type DecisionType = (typeof DecisionType)[keyof typeof DecisionType];

// eslint-disable-next-line @typescript-eslint/no-namespace -- Tasker has an enum, whose members are types too
export namespace DecisionType {
  /** The type of {@link DecisionType.CREATE_STEPS}. */
  export type CREATE_STEPS = 'create_steps';
  /** The type of {@link DecisionType.NO_BRANCHES}. */
  export type NO_BRANCHES = 'no_branches';
}

/** A decision with everything that may be said about it. Only the type and the step names steer the workflow. */
export interface DecisionPointOutcome {
  /** Whether steps run at all. */
  readonly decisionType: DecisionType;
  /** The steps that run. */
  readonly nextStepNames: string[];
  /** Ignored: a state machine has the steps of its template alone. */
  readonly dynamicSteps?: readonly Record<string, unknown>[];
  /** Why it was decided so, for people. */
  readonly reason?: string;
  /** What the decision went by; later steps can read it. */
  readonly routingContext: Record<string, unknown>;
}

const METHODS = [
  'decisionSuccess',
  'decisionSuccessWithOutcome',
  'decisionNoBranches',
  'skipBranches',
  'decisionFailure',
] as const;

/** What a handler can do that decides which steps run next. */
export type DecisionCapable = Pick<DecisionHandler, (typeof METHODS)[number]>;

/**
 * A handler that decides which of the steps after it run. Tasker: "Decision points".
 *
 * @example
 * ```ts
 * import { DecisionHandler, type StepContext } from 'tasker-sfn/runtime';
 *
 * export class RouteHandler extends DecisionHandler {
 *   static override handlerName = 'Approval::RouteHandler';
 *
 *   async call(context: StepContext) {
 *     const amount = context.getInputOr('amount', 0);
 *     return this.decisionSuccess([amount < 1000 ? 'auto_approve' : 'manager_approval'], { amount });
 *   }
 * }
 * ```
 */
export abstract class DecisionHandler extends StepHandler {
  /** Adds `decision` and `routing`. */
  override get capabilities(): string[] {
    return ['process', 'decision', 'routing'];
  }

  /** The named steps run. */
  decisionSuccess(
    steps: string[],
    routingContext?: Record<string, unknown>,
    metadata?: Record<string, unknown>,
  ): StepHandlerResult {
    return decided(
      this,
      {
        decision_point_outcome: { type: DecisionType.CREATE_STEPS, step_names: steps },
        routing_context: routingContext,
      },
      metadata,
    );
  }

  /** The steps run that the outcome names, with its reason and routing context in the result. */
  decisionSuccessWithOutcome(outcome: DecisionPointOutcome, metadata?: Record<string, unknown>): StepHandlerResult {
    return decided(
      this,
      {
        decision_point_outcome: { type: DecisionType.CREATE_STEPS, step_names: outcome.nextStepNames },
        dynamic_steps: outcome.dynamicSteps,
        reason: outcome.reason,
        routing_context: outcome.routingContext,
      },
      metadata,
    );
  }

  /** None of the steps after it runs: the outcome, or the reason alone, says why. */
  decisionNoBranches(outcome: DecisionPointOutcome | string, metadata?: Record<string, unknown>): StepHandlerResult {
    if (typeof outcome === 'string') return this.skipBranches(outcome, undefined, metadata);
    return decided(
      this,
      {
        decision_point_outcome: { type: DecisionType.NO_BRANCHES },
        reason: outcome.reason,
        routing_context: outcome.routingContext,
      },
      metadata,
    );
  }

  /** None of the steps after it runs, and why. */
  skipBranches(
    reason: string,
    routingContext?: Record<string, unknown>,
    metadata?: Record<string, unknown>,
  ): StepHandlerResult {
    return decided(
      this,
      { decision_point_outcome: { type: DecisionType.NO_BRANCHES }, reason, routing_context: routingContext },
      metadata,
    );
  }

  /** The decision could not be made. Unless the arguments say otherwise, the step fails for good. */
  decisionFailure(
    message: string,
    errorType = 'decision_error',
    retryable = false,
    metadata?: Record<string, unknown>,
  ): StepHandlerResult {
    return StepHandlerResult.failure(message, errorType, retryable, withIdentity(this, metadata));
  }
}

/** The decision methods for handlers that extend something else, to bind one by one; see {@link applyDecision}. */
export class DecisionMixin extends DecisionHandler {
  /** Fails for good: the mixin is no handler itself. */
  async call(): Promise<StepHandlerResult> {
    return this.decisionFailure('DecisionMixin lends its methods to handlers; it is not one itself.');
  }
}

/** Gives a handler all decision methods. */
export function applyDecision<T extends object>(target: T): T & DecisionCapable {
  return applyMembers(target, DecisionHandler.prototype as DecisionCapable, METHODS);
}

function decided(
  handler: object,
  result: Record<string, unknown>,
  metadata: Record<string, unknown> | undefined,
): StepHandlerResult {
  const given = Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
  return StepHandlerResult.success(given, withIdentity(handler, metadata));
}

function withIdentity(handler: object, metadata: Record<string, unknown> = {}): Record<string, unknown> {
  const { name, version } = handler as Partial<StepHandler>;
  return { ...metadata, decision_handler: name, decision_version: version };
}
