import { describe, expect, it } from 'vitest';
import {
  applyDecision,
  Decision,
  DecisionHandler,
  DecisionMixin,
  DecisionType,
  defineDecisionHandler,
  StepHandler,
  StepHandlerResult,
  type DecisionCapable,
} from '../../lib/runtime/index.ts';
import { invoke } from './invoke.ts';

const identity = { decision_handler: 'Shop::ChargeHandler', decision_version: '1.0.0' };

class Route extends DecisionHandler {
  static override handlerName = 'Shop::ChargeHandler';
  decide: (handler: DecisionCapable) => StepHandlerResult = (handler) => handler.decisionSuccess(['a']);
  async call() {
    return this.decide(this);
  }
}

/** The three ways to decide: by inheritance, by applying the methods, by binding one of them. */
class Applied extends StepHandler {
  static override handlerName = 'Shop::ChargeHandler';
  readonly decision = applyDecision(this);
  readonly decisionSuccess = DecisionMixin.prototype.decisionSuccess.bind(this as unknown as DecisionMixin);
  async call() {
    return this.decisionSuccess(['a']);
  }
}

describe('decisions', () => {
  it.each([
    [
      'steps to run',
      (h) => h.decisionSuccess(['a', 'b'], { amount: 1 }, { m: 1 }),
      { type: 'create_steps', step_names: ['a', 'b'] },
      { routing_context: { amount: 1 } },
    ],
    [
      'no branch',
      (h) => h.skipBranches('nothing to do', { n: 0 }),
      { type: 'no_branches' },
      { reason: 'nothing to do', routing_context: { n: 0 } },
    ],
    [
      'an outcome',
      (h) =>
        h.decisionSuccessWithOutcome({
          decisionType: DecisionType.CREATE_STEPS,
          nextStepNames: ['a'],
          dynamicSteps: [{ name: 'x' }],
          routingContext: {},
        }),
      { type: 'create_steps', step_names: ['a'] },
      { dynamic_steps: [{ name: 'x' }], routing_context: {} },
    ],
    ['a reason alone', (h) => h.decisionNoBranches('why'), { type: 'no_branches' }, { reason: 'why' }],
    [
      'an outcome without branches',
      (h) =>
        h.decisionNoBranches({
          decisionType: DecisionType.NO_BRANCHES,
          nextStepNames: [],
          reason: 'none',
          routingContext: {},
        }),
      { type: 'no_branches' },
      { reason: 'none', routing_context: {} },
    ],
  ] as [string, (h: DecisionCapable) => StepHandlerResult, object, object][])('name %s', (_, decide, outcome, rest) => {
    const result = decide(new Route());
    expect(result.result).toEqual({ decision_point_outcome: outcome, ...rest });
    expect(result.metadata).toMatchObject(identity);
    expect(decide(new Applied().decision)).toEqual(result);
  });

  it('may fail, for good unless said otherwise', () => {
    expect(new Route().decisionFailure('cannot')).toMatchObject({ errorType: 'decision_error', retryable: false });
    expect(new Route().decisionFailure('cannot', 'x', true)).toMatchObject({ errorType: 'x', retryable: true });
  });

  it('can be bound one by one', async () => {
    expect((await new Applied().call()).result).toEqual({
      decision_point_outcome: { type: 'create_steps', step_names: ['a'] },
    });
  });

  it('have capabilities of their own', () => {
    expect(new Route().capabilities).toEqual(['process', 'decision', 'routing']);
  });

  it.each([
    ['route', () => Decision.route(['a'], { n: 1 }), { type: 'create_steps', step_names: ['a'] }],
    ['skip', async () => Decision.skip('none', { n: 1 }), { type: 'no_branches' }],
  ])('come from functions: %s', async (_, decide, outcome) => {
    const { reply } = await invoke(defineDecisionHandler('Shop.ChargeHandler', {}, decide));
    expect(reply?.result).toMatchObject({ decision_point_outcome: outcome, routing_context: { n: 1 } });
  });

  it('from functions may be a result as it is', async () => {
    const handler = defineDecisionHandler('Shop.ChargeHandler', {}, () => StepHandlerResult.failure('no', 'x', false));
    expect((await invoke(handler)).error).toBe('PermanentError');
  });
});
