import { describe, expect, it } from 'vitest';
import { wholeDefinition } from '../../lib/asl/child-machines.ts';
import { ExecutionView } from '../../lib/client/index.ts';
import type { StepView } from '../../lib/client/view/step-view.ts';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { runWorkflow } from '../support/run-workflow.ts';

function step(name: string, dependencies: readonly string[], more: Partial<WorkflowStep> = {}): WorkflowStep {
  return {
    ...{ name, dependencies, retryable: true, maxAttempts: 1, backoff: 'none', baseMs: 1000, maxMs: 1000 },
    ...{ timeoutSeconds: 60, durationMs: 1000, retryAfterSeconds: 1, runs: [], result: {} },
    ...more,
  };
}

function worker(name: string, dependencies: readonly string[]): WorkflowStep {
  return step(name, dependencies, { type: 'batch_worker', strategy: 'continue_on_failure', parallelism: 1 });
}

/** How the steps stand after the execution has been redriven so often. */
async function standingsOf(workflow: readonly WorkflowStep[], redrives = 0): Promise<Readonly<Record<string, string>>> {
  const { compiled, joined } = await runWorkflow(workflow, { redrives });
  const view = new ExecutionView(wholeDefinition(compiled));
  for (const event of joined) view.apply(event);
  return Object.fromEntries(view.steps().map((each) => [each.name, standingOf(each)]));
}

function standingOf({ state, blocked, skipped, undecided }: StepView): string {
  if (blocked === true) return 'blocked';
  if (skipped === true) return 'skipped';
  return undecided === true ? 'undecided' : state;
}

describe('how a step stands in its task', () => {
  it('is blocked where it follows a batch without work, and a step that has failed', async () => {
    const workflow = [
      step('fetch', [], { runs: ['permanent'] }),
      step('split', [], { type: 'batchable' }),
      worker('work', ['split']),
      step('report', ['fetch', 'work']),
      step('join', ['fetch', 'split', 'work'], { type: 'deferred_convergence' }),
      step('sum', ['work']),
    ];
    const settled = { fetch: 'error', split: 'complete', work: 'skipped', sum: 'skipped' };
    expect(await standingsOf(workflow)).toEqual({ ...settled, report: 'blocked', join: 'blocked' });
  });

  it('is blocked where a decision or a batchable step has failed that would have brought it about', async () => {
    const workflow = [
      step('check', []),
      step('choose', ['check'], { type: 'decision', runs: ['permanent'] }),
      step('by_boss', ['choose']),
      step('split', [], { type: 'batchable', runs: ['permanent'] }),
      worker('work', ['split']),
      step('join', ['work', 'split'], { type: 'deferred_convergence' }),
    ];
    const failed = { check: 'complete', choose: 'error', split: 'error' };
    expect(await standingsOf(workflow)).toEqual({ ...failed, by_boss: 'blocked', work: 'blocked', join: 'blocked' });
  });

  it('is skipped no more once a redrive has come to another end', async () => {
    const workflow = (failing: 'broken' | 'fine') => [
      step('split', [], { type: 'batchable' }),
      step(failing, [], { runs: failing === 'broken' ? ['permanent', 'permanent'] : [] }),
      step('choose', ['split'], { type: 'decision', runs: ['permanent'], names: ['ship'] }),
      worker('work', ['split', 'choose']),
      step('ship', ['work', failing]),
    ];
    const first = { split: 'complete', choose: 'error', work: 'skipped', ship: 'skipped' };
    expect(await standingsOf(workflow('fine'), 0)).toEqual({ ...first, fine: 'complete' });
    const second = { ...first, choose: 'complete' };
    expect(await standingsOf(workflow('fine'), 1)).toEqual({ ...second, fine: 'complete', ship: 'complete' });
    expect(await standingsOf(workflow('broken'), 1)).toEqual({ ...second, broken: 'error', ship: 'blocked' });
  });

  it('stays skipped over a redrive that does not come to it', async () => {
    const workflow = [
      step('split', [], { type: 'batchable', work: { template: 'work', parts: ['1', '2'] } }),
      worker('work', ['split']),
      step('choose', ['work'], { type: 'decision', names: ['by_rule'] }),
      step('by_rule', ['choose']),
      step('by_boss', ['choose', 'work']),
      step('told', ['by_boss']),
      step('join', ['by_rule', 'told'], { type: 'deferred_convergence' }),
      step('ship', ['join'], { runs: ['permanent', 'permanent'] }),
    ];
    const skipped = { by_boss: 'skipped', told: 'skipped' };
    expect(await standingsOf(workflow, 0)).toMatchObject({ ...skipped, ship: 'error' });
    expect(await standingsOf(workflow, 1)).toMatchObject({ ...skipped, ship: 'error' });
  });
});
