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
import { handlerOf, invoke } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

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

describe('the outcome of a decision step', () => {
  const branches = ['approve', 'reject', 'constructor'];
  const decide = (result: Record<string, unknown>, allowed = branches) =>
    invoke(
      handlerOf(() => result),
      sampleEvent({ step: { branches: allowed } }),
    );
  const outcome = (decision_point_outcome: unknown) => ({ decision_point_outcome });

  it.each([
    [
      'names steps',
      outcome({ type: 'create_steps', step_names: ['reject', 'constructor'] }),
      ['constructor', 'reject'],
    ],
    ['names a step twice', outcome({ type: 'create_steps', step_names: ['approve', 'approve'] }), ['approve']],
    ['names none', outcome({ type: 'create_steps', step_names: [] }), []],
    ['says so', outcome({ type: 'no_branches' }), []],
  ])('is handed to the machine: it %s', async (_, result, named) => {
    const { reply } = await decide({ ...result, routing_context: { amount: 1 } });
    expect(Object.keys(reply?.activate ?? { missing: true }).sort()).toEqual(named);
    expect(reply?.result).toEqual({ ...result, routing_context: { amount: 1 } });
  });

  it.each([
    ['is missing', {}, 'there is no "decision_point_outcome"'],
    ['is null', outcome(null), 'there is no "decision_point_outcome"'],
    ['is a list', outcome(['approve']), '"decision_point_outcome" is no object'],
    ['is a text', outcome('approve'), '"decision_point_outcome" is no object'],
    ['has another type', outcome({ type: 'create', step_names: [] }), 'its "type" is neither'],
    ['has no names', outcome({ type: 'create_steps' }), 'its "step_names" is no list of strings'],
    ['has other names', outcome({ type: 'create_steps', step_names: [1] }), 'its "step_names" is no list of strings'],
    [
      'names what it may not',
      outcome({ type: 'create_steps', step_names: ['approve', 'x', 'toString'] }),
      'it names "x", "toString". It may name "approve", "reject", "constructor".',
    ],
  ])('fails the step for good when it %s', async (_, result, message) => {
    const { error, details } = await decide(result);
    expect(error).toBe('PermanentError');
    expect(details?.code).toBe('INVALID_DECISION_OUTCOME');
    expect(details?.message).toContain(message);
    expect(details?.message).toMatch(/ It may name "approve", "reject", "constructor"\.$/);
  });

  it('may name 100 steps, each counted once', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `s${index}`);
    const naming = (step_names: readonly string[]) => decide(outcome({ type: 'create_steps', step_names }), names);
    expect(Object.keys((await naming([...names.slice(1), 's1'])).reply?.activate ?? {})).toHaveLength(100);
    expect((await naming(names)).details?.message).toContain('it names 101 steps, and 100 at most are allowed');
  });

  it('is not asked of other steps', async () => {
    const { reply } = await invoke(handlerOf(() => outcome('anything')));
    expect(reply).toEqual({ result: outcome('anything'), after: [] });
  });

  it('leaves "dynamic_steps" aside, with a warning', async () => {
    const { reply, log } = await decide({ ...outcome({ type: 'no_branches' }), dynamic_steps: [{ name: 'x' }] });
    expect(reply?.activate).toEqual({});
    expect(log.find(({ level }) => level === 'WARN')?.message).toContain('"dynamic_steps", which are ignored');
  });
});
