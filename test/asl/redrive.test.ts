import { describe, expect, it } from 'vitest';
import { ExecutionView } from '../../lib/client/index.ts';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { judgeDefinition } from '../support/judge-definition.ts';
import { runWorkflow, type WorkflowRun } from '../support/run-workflow.ts';

function step(name: string, dependencies: readonly string[], more: Partial<WorkflowStep> = {}): WorkflowStep {
  return {
    ...{ name, dependencies, retryable: true, maxAttempts: 3, backoff: 'none', baseMs: 1000, maxMs: 1000 },
    ...{ timeoutSeconds: 60, durationMs: 1000, retryAfterSeconds: 1, runs: [], result: {} },
    ...more,
  };
}

/** `account`, then `billing` and `settings` beside each other, then `welcome`. */
function registration(failing: Readonly<Record<string, WorkflowStep['runs']>>): readonly WorkflowStep[] {
  return [
    step('account', []),
    step('billing', ['account']),
    step('settings', ['account']),
    step('welcome', ['billing', 'settings']),
  ].map((each) => ({ ...each, runs: failing[each.name] ?? [] }));
}

function attemptsOf({ runs }: WorkflowRun): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries([...runs].map(([name, each]) => [name, each.map(({ attempt }) => attempt)]));
}

function statusesOf({ rounds }: WorkflowRun): readonly string[] {
  return rounds.map(({ outcome }) => outcome.status);
}

describe('Redrive of a failed task', () => {
  it('runs what failed and what it blocked, with attempts anew, and nothing that completed', async () => {
    const run = await runWorkflow(registration({ billing: ['retryable', 'retryable', 'retryable', 'retryable'] }), {
      redrives: 1,
    });
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toEqual({ account: [1], settings: [1], billing: [1, 2, 3, 1, 2], welcome: [1] });
    const { cause } = run.rounds[0]!.outcome;
    const { failed, blocked } = JSON.parse(cause!) as TaskFailure;
    expect([failed.map(({ step: name }) => name), blocked]).toEqual([['billing'], ['welcome']]);
    // One execution with one history.
    expect(run.history.filter(({ type }) => type === 'ExecutionRedriven')).toHaveLength(1);
    expect(run.history.map(({ id }) => id)).toEqual(run.history.map((_, index) => index + 1));
  });

  it('fails as before where nothing is cured, as often as it is redriven', async () => {
    const run = await runWorkflow(registration({ settings: ['permanent', 'permanent', 'permanent'] }), { redrives: 2 });
    expect(statusesOf(run)).toEqual(['FAILED', 'FAILED', 'FAILED']);
    expect(new Set(run.rounds.map(({ outcome }) => outcome.error))).toEqual(new Set(['TaskFailed']));
    expect(attemptsOf(run)).toMatchObject({ account: [1], billing: [1], settings: [1, 1, 1], welcome: [] });
  });

  it('begins anew where the first step failed', async () => {
    const run = await runWorkflow(registration({ account: ['permanent'] }), { redrives: 1, context: { user: 1 } });
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toMatchObject({ account: [1, 1], billing: [1], settings: [1], welcome: [1] });
  });

  it('keeps the result of a completed step that cannot be asked for it', async () => {
    // All seven invocations after the first one fail, as in an outage.
    const throttled = ({ name }: WorkflowStep, invocation: number) => name === 'settings' && invocation > 1;
    const run = await runWorkflow(registration({ billing: ['permanent'] }), { redrives: 1, throttled });
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toMatchObject({ settings: [1], billing: [1, 1], welcome: [1] });
    expect(JSON.parse(run.outcome.output!)).toHaveProperty('settings.from', 'settings');
  });

  it('keeps what side by side opens the execution, and what comes after a barrier', async () => {
    const steps = [step('a', []), step('b', [], { runs: ['permanent'] }), step('c', ['a']), step('d', ['a', 'b'])];
    const run = await runWorkflow(steps, { redrives: 1 });
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toEqual({ a: [1], b: [1, 1], c: [1], d: [1] });
  });

  it('keeps what a part has left that ran by itself after a group that opens the execution', async () => {
    const workflow = [
      step('a', [], { runs: ['permanent'] }),
      step('b', []),
      step('c', []),
      step('a2', ['a']),
      step('ab', ['a', 'b']),
      step('abc', ['ab', 'c']),
      step('c2', ['c']),
      step('a3', ['a2']),
      step('a4', ['a3']),
    ];
    const run = await runWorkflow(workflow, { redrives: 1, most: 8 });
    expect(run.compiled.children.map(({ steps }) => steps)).toEqual([['a3', 'a4', 'ab', 'abc', 'c2']]);
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toEqual({
      a: [1, 1],
      b: [1],
      c: [1],
      a2: [1],
      ab: [1],
      abc: [1],
      c2: [1],
      a3: [1],
      a4: [1],
    });
  });

  it('runs a part by itself whose steps were all blocked by the step that opens the execution', async () => {
    const workflow = [
      step('find', [], { type: 'batchable', runs: ['permanent'] }),
      step('work', ['find'], { type: 'batch_worker', strategy: 'isolate', parallelism: 1 }),
      step('a', ['find', 'work']),
      step('b', ['a']),
      step('c', ['a']),
      step('d', ['b']),
      step('e', ['c']),
      step('f', ['d', 'e']),
    ];
    const run = await runWorkflow(workflow, { redrives: 1, most: 5 });
    expect(run.compiled.children.map(({ steps }) => steps)).toEqual([['a', 'b', 'd', 'c', 'e']]);
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toEqual({ find: [1, 1], work: [], a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] });
  });

  it('fails by a step that was skipped in the run before, for want of a decision that had failed', async () => {
    const workflow = [
      step('split', [], { type: 'batchable' }),
      step('choose', ['split'], { type: 'decision', runs: ['permanent'], names: ['ship'] }),
      step('work', ['split', 'choose'], { type: 'batch_worker', strategy: 'isolate', parallelism: 1 }),
      step('ship', ['work'], { runs: ['permanent', 'permanent'], maxAttempts: 1 }),
      step('told', ['ship']),
    ];
    const run = await runWorkflow(workflow, { redrives: 3 });
    expect(statusesOf(run)).toEqual(['FAILED', 'FAILED', 'FAILED', 'SUCCEEDED']);
    const causes = run.rounds.slice(0, 3).map(({ outcome }) => JSON.parse(outcome.cause!) as TaskFailure);
    expect(causes.map(({ failed, blocked }) => [failed.map((failure) => failure.step), blocked])).toEqual([
      [['choose'], []],
      [['ship'], ['told']],
      [['ship'], ['told']],
    ]);
    expect(attemptsOf(run)).toEqual({ split: [1], choose: [1, 1], work: [], ship: [1, 1, 1], told: [1] });
    expect(await judgeDefinition(run.compiled.definition)).toEqual([]);
  });

  it('blocks what was skipped in the run before, for want of a decision that had failed', async () => {
    const workflow = [
      step('split', [], { type: 'batchable' }),
      step('broken', [], { runs: ['permanent', 'permanent'] }),
      step('choose', ['split'], { type: 'decision', runs: ['permanent'], names: ['ship'] }),
      step('work', ['split', 'choose'], { type: 'batch_worker', strategy: 'isolate', parallelism: 1 }),
      step('ship', ['work', 'broken']),
      step('told', ['ship']),
    ];
    const run = await runWorkflow(workflow, { redrives: 2 });
    expect(statusesOf(run)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
    const { failed, blocked } = JSON.parse(run.rounds[1]!.outcome.cause!) as TaskFailure;
    expect([failed.map((failure) => failure.step), blocked]).toEqual([['broken'], ['ship', 'told']]);
    expect(attemptsOf(run)).toMatchObject({ broken: [1, 1, 1], ship: [1], told: [1] });
  });

  it('runs branches that begin with branches', async () => {
    const steps = [step('a', []), step('b', [], { runs: ['permanent'] }), step('c', ['a', 'b']), step('d', [])];
    const run = await runWorkflow([...steps, step('e', ['c', 'd'])], { redrives: 1 });
    expect(statusesOf(run)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attemptsOf(run)).toEqual({ a: [1], b: [1, 1], c: [1], d: [1], e: [1] });
    expect(await judgeDefinition(run.compiled.definition)).toEqual([]);
  });

  it('shows in the view: what failed stands as before its first attempt, and its log goes on', async () => {
    const run = await runWorkflow(registration({ billing: ['permanent'] }), { redrives: 1 });
    const view = new ExecutionView(run.compiled.definition);
    const redriven = run.history.findIndex(({ type }) => type === 'ExecutionRedriven');
    const stateOf = (name: string) => view.steps().find((each) => each.name === name)!;
    for (const event of run.history.slice(0, redriven)) view.apply(event);
    expect([stateOf('billing').state, stateOf('welcome').blocked]).toEqual(['error', true]);
    view.apply(run.history[redriven]!);
    expect([stateOf('billing').state, stateOf('welcome').blocked]).toEqual(['pending', undefined]);
    for (const event of run.history.slice(redriven)) view.apply(event);
    expect(view.steps().map(({ name, state, attempts }) => [name, state, attempts])).toEqual([
      ['account', 'complete', 1],
      ['billing', 'complete', 1],
      ['settings', 'complete', 1],
      ['welcome', 'complete', 1],
    ]);
    expect(stateOf('billing').history.map(({ state }) => state)).toEqual(['error', 'complete']);
    expect(stateOf('settings').history).toHaveLength(1);
  });
});
