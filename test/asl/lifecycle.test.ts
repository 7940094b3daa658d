import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import { fails, runTask, slow } from '../../lib/testing/index.ts';
import '../../lib/testing/vitest.ts';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { runWorkflow } from '../support/run-workflow.ts';

const text = (lifecycle: string, step = '') => `name: late
namespace_name: shop
version: 1.0.0
lifecycle: ${lifecycle}
steps:
  - name: charge
    handler: { callable: Charge }
    retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 100000, max_backoff_ms: 200000 }
${step}`;

const compile = (lifecycle: string, step?: string) => compileTemplate(text(lifecycle, step), { file: 't.yaml' });

const mocks = () => ({ charge: fails(2, { retryAfter: 90, then: { paid: true } }) });

describe('max_duration_minutes', () => {
  it('ends a task that takes longer as timed out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-late-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'late.yaml');
    writeFileSync(file, text('{ max_duration_minutes: 1 }'));
    const late = await runTask(file, { mocks: mocks() });
    expect([late.status, late.elapsed, late.error]).toEqual(['TIMED_OUT', 60_000, 'States.Timeout']);
    writeFileSync(file, text('{ max_duration_minutes: 5 }'));
    expect((await runTask(file, { mocks: mocks() })).status).toBe('SUCCEEDED');
  });

  it('adds nothing where it is not given', () => {
    expect(compile('{ staleness_action: dlq }').value?.definition).not.toHaveProperty('TimeoutSeconds');
  });

  it('is refused when it is misspelt, since it counts', () => {
    expect(compile('{ max_duration_minute: 5 }').diagnostics).toMatchObject([{ code: 'misspelt-key' }]);
  });
});

describe('max_steps_in_process_minutes', () => {
  const stateOf = (lifecycle: string, step?: string) => compile(lifecycle, step).value!.definition.States['charge'];

  it.each([
    ['{ max_steps_in_process_minutes: 2 }', '', 120],
    ['{ max_steps_in_process_minutes: 2 }', '    timeout_seconds: 30\n', 30],
    ['{ max_steps_in_process_minutes: 2 }', '    timeout_seconds: 300\n', 120],
    ['{ max_steps_in_process_minutes: 15 }', '', undefined],
  ])('bounds the time of a run: %s%s', (lifecycle, step, seconds) => {
    const state = stateOf(lifecycle, step);
    if (seconds === undefined) expect(state).not.toHaveProperty('TimeoutSeconds');
    else expect(state).toHaveProperty('TimeoutSeconds', seconds);
  });
});

describe('timeout_seconds', () => {
  const kinds = `name: kinds
namespace_name: shop
version: 1.0.0
steps:
  - { name: plain, handler: { callable: Plain }, timeout_seconds: 5, retry: { max_attempts: 2 } }
  - { name: choose, type: decision, dependencies: [plain], handler: { callable: Choose }, timeout_seconds: 5, retry: { max_attempts: 2 } }
  - { name: chosen, dependencies: [choose], handler: { callable: Chosen } }
  - { name: split, type: batchable, handler: { callable: Split }, timeout_seconds: 5, retry: { max_attempts: 2 } }
  - name: work
    type: batch_worker
    dependencies: [split]
    handler: { callable: Work }
    timeout_seconds: 5
    retry: { max_attempts: 2 }
    batch_config: { batch_size: 1, parallelism: 1, cursor_field: n, worker_template: work, failure_strategy: isolate }
  - name: join
    type: deferred_convergence
    dependencies: [split, work]
    handler: { callable: Join }
    timeout_seconds: 5
    retry: { max_attempts: 2 }
`;
  const batch = {
    type: 'create_batches',
    worker_template_name: 'work',
    worker_count: 1,
    total_items: 1,
    cursor_configs: [{ batch_id: '1' }],
  };
  const results = {
    plain: {},
    choose: { decision_point_outcome: { type: 'create_steps', step_names: ['chosen'] } },
    chosen: {},
    split: { batch_processing_outcome: batch },
    work: {},
    join: {},
  };

  it.each([
    ['a standard step', 'plain', 'plain', ['choose', 'chosen']],
    ['a decision', 'choose', 'choose', ['chosen']],
    ['a batchable step', 'split', 'split', ['join']],
    ['a batch worker', 'work', 'work_1', ['join']],
    ['a convergence', 'join', 'join', []],
  ] as const)('ends a run of %s, each time', async (_, mocked, name, blocked) => {
    const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-kinds-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'kinds.yaml');
    writeFileSync(file, kinds);
    const task = await runTask(file, { mocks: { ...results, [mocked]: slow('6s', { then: results[mocked] }) } });
    expect(task.status).toBe('FAILED');
    const step = task.steps[name]!;
    expect(step).toMatchObject({ state: 'error', attempts: 2, error: { type: 'timeout' } });
    for (const { scheduledAt, endedAt } of step.history) {
      expect(Date.parse(endedAt!) - Date.parse(scheduledAt)).toBe(5000);
    }
    expect(task).toHaveBlocked(...blocked);
  });

  const step = (name: string, more: Partial<WorkflowStep> = {}): WorkflowStep => ({
    ...{ backoff: 'none', baseMs: 100, maxMs: 1000, timeoutSeconds: 5, durationMs: 0, retryAfterSeconds: 1 },
    ...{ name, dependencies: [], runs: [], maxAttempts: 1, retryable: true },
    ...more,
  });
  const timedOut = (history: readonly HistoryEvent[]) =>
    history.filter(({ type }) => type === 'TaskTimedOut' || type === 'LambdaFunctionTimedOut');
  const errorsOf = (cause: string) =>
    (JSON.parse(cause) as TaskFailure).failed.map(({ step: name, error }) => [name, error]).sort();

  it('ends a run of a step in a part that has an execution of its own', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const steps = names.map((name) => step(name, { runs: ['timeout'] }));
    const { outcome, nested, spans } = await runWorkflow(steps, { most: 3 });
    expect(timedOut(nested.flat()).length).toBeGreaterThan(2);
    expect(errorsOf(outcome.cause!)).toEqual(names.map((name) => [name, 'States.Timeout']));
    expect([...spans.values()].map(({ start, end }) => end - start)).toEqual(names.map(() => 5000));
  });

  it('ends a run of a worker in a child execution', async () => {
    const work = step('work', {
      ...{ type: 'batch_worker', dependencies: ['find'], strategy: 'isolate', parallelism: 2 },
      workerRuns: [['timeout'], []],
    });
    const find = step('find', { type: 'batchable', work: { template: 'work', parts: ['1', '2'] } });
    const { outcome, children } = await runWorkflow([find, work], { workers: 1 });
    expect(timedOut(children.flat())).toHaveLength(1);
    expect(errorsOf(outcome.cause!)).toEqual([['work_1', 'States.Timeout']]);
  });
});
