import { DecisionHandler, DecisionType } from '../decision/decision-handler.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import { handlerClass } from './define-handler.ts';
import { collectArgs, type HandlerArgs, type HandlerOptions } from './handler-options.ts';

/** What a decision function returns: the steps to run, or none and why. */
export class Decision {
  /** Whether steps run at all. */
  readonly type: DecisionType;
  /** The steps to run; none where the decision is to skip. */
  readonly steps: string[];
  /** Why no step runs; absent where steps do. */
  readonly reason?: string;
  /** What the decision went by; later steps can read it. */
  readonly routingContext: Record<string, unknown>;

  private constructor(
    type: DecisionType,
    steps: string[],
    reason: string | undefined,
    routingContext: Record<string, unknown> = {},
  ) {
    this.type = type;
    this.steps = steps;
    this.routingContext = routingContext;
    if (reason !== undefined) this.reason = reason;
  }

  /** The named steps run. */
  static route(steps: string[], routingContext?: Record<string, unknown>): Decision {
    return new Decision(DecisionType.CREATE_STEPS, steps, undefined, routingContext);
  }

  /** None of the steps after the decision runs, and why. */
  static skip(reason: string, routingContext?: Record<string, unknown>): Decision {
    return new Decision(DecisionType.NO_BRANCHES, [], reason, routingContext);
  }
}

/**
 * Makes a decision handler from a function.
 *
 * @example
 * ```ts
 * import { Decision, defineDecisionHandler } from 'tasker-sfn/runtime';
 *
 * export const Route = defineDecisionHandler('Approval::Route', { inputs: { amount: 'amount' } }, ({ amount }) =>
 *   Number(amount) > 0 ? Decision.route(['approve']) : Decision.skip('Nothing to approve'),
 * );
 * ```
 */
export function defineDecisionHandler(
  name: string,
  options: HandlerOptions,
  fn: (args: HandlerArgs) => Decision | StepHandlerResult | Promise<Decision | StepHandlerResult>,
): StepHandlerClass {
  return handlerClass(DecisionHandler, name, options.version, async (handler, context) => {
    const decision = await fn(collectArgs(context, options));
    if (decision instanceof StepHandlerResult) return decision;
    const { type, steps, reason = '' } = decision;
    const routingContext = Object.keys(decision.routingContext).length > 0 ? decision.routingContext : undefined;
    return type === DecisionType.NO_BRANCHES
      ? handler.skipBranches(reason, routingContext)
      : handler.decisionSuccess(steps, routingContext);
  });
}
