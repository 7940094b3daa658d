import { DecisionHandler, DecisionType } from '../decision/decision-handler.ts';
import type { StepHandlerClass } from '../step-handler.ts';
import { StepHandlerResult } from '../step-handler-result.ts';
import { handlerClass } from './define-handler.ts';
import { collectArgs, type HandlerArgs, type HandlerOptions } from './handler-options.ts';

/** What a decision function returns: the steps to run, or none and why. */
export class Decision {
  /** The steps to run; null when none of them shall. */
  readonly steps: string[] | null;
  /** Why no step runs; null when steps do. */
  readonly reason: string | null;
  /** What the decision went by; later steps can read it. */
  readonly routingContext: Record<string, unknown> | undefined;

  private constructor(steps: string[] | null, reason: string | null, routingContext?: Record<string, unknown>) {
    this.steps = steps;
    this.reason = reason;
    this.routingContext = routingContext;
  }

  /** Whether steps run at all. */
  get type(): DecisionType {
    return this.steps === null ? DecisionType.NO_BRANCHES : DecisionType.CREATE_STEPS;
  }

  /** The named steps run. */
  static route(steps: string[], routingContext?: Record<string, unknown>): Decision {
    return new Decision(steps, null, routingContext);
  }

  /** None of the steps after the decision runs, and why. */
  static skip(reason: string, routingContext?: Record<string, unknown>): Decision {
    return new Decision(null, reason, routingContext);
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
    const { steps, reason, routingContext } = decision;
    return steps === null
      ? handler.skipBranches(reason ?? '', routingContext)
      : handler.decisionSuccess(steps, routingContext);
  });
}
