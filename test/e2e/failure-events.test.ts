import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { viewExecution } from '../../lib/client/index.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { crashes, runTask } from '../../lib/testing/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';

interface PublishedEvent {
  readonly id: string;
  readonly 'detail-type': string;
  readonly detail: {
    readonly event_id: string;
    readonly metadata: { readonly step_name: string; readonly attempt: number };
    readonly payload: { readonly payload: { readonly error_type: string; readonly reason: string } };
  };
}

interface RunResult {
  readonly status: string;
  readonly cause?: string;
  readonly events: readonly PublishedEvent[];
  readonly steps: readonly { readonly name: string; readonly state: string; readonly attempts: number }[];
}

const EVENTS = ['success', 'failure', 'retryable_failure', 'permanent_failure', 'always']
  .map((condition) => `{ name: work.${condition}, description: d, schema: { type: object }, condition: ${condition} }`)
  .join(', ');

const step = (name: string, settings: string) =>
  `  - { name: ${name}, handler: { callable: Work, initialization: { name: ${name} } }, ${settings}, publishes_events: [${EVENTS}] }`;

const template = (...steps: readonly string[]) =>
  `name: work\nnamespace_name: crash\nversion: 1.0.0\nsteps:\n${steps.join('\n')}\n`;

/** A handler whose first runs end without an answer. */
const handler = (end: string, runs: number) => `
import { defineHandler } from '@tasker-systems/tasker';
export const Work = defineHandler('Work', {}, async ({ context }) => {
  if (context.retryCount < ${runs}) { ${end} }
  return { done: true };
});
`;

async function run(text: string, code: string): Promise<RunResult> {
  const io = fakeIo({ cwd: project({ 'work.yaml': text, 'lambdas/work.ts': code }) });
  await cli(['run', 'work.yaml', '--json'], io);
  return JSON.parse(io.out()) as RunResult;
}

const told = ({ events }: RunResult) =>
  events.map(({ 'detail-type': name, detail: { metadata } }) => `${metadata.step_name} ${metadata.attempt} ${name}`);

describe('a function that is ended in the middle of a run', () => {
  it.each([
    ['exits', 'process.exit(3);', 'Runtime.ExitError'],
    ['is killed', "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});", 'Runtime.ExitError'],
    ['takes too long', 'for (;;);', 'timeout'],
  ])('has its failure published once for each attempt when it %s', async (_, end, type) => {
    const result = await run(
      template(step('charge', 'timeout_seconds: 3, retry: { max_attempts: 2, backoff_base_ms: 1000 }')),
      handler(end, 2),
    );
    expect(result.status).toBe('FAILED');
    expect(result.steps).toMatchObject([{ name: 'charge', state: 'error', attempts: 2 }]);
    expect(told(result).sort()).toEqual([
      'charge 1 work.always',
      'charge 1 work.failure',
      'charge 1 work.retryable_failure',
      'charge 2 work.always',
      'charge 2 work.failure',
      'charge 2 work.permanent_failure',
    ]);
    expect(new Set(result.events.map(({ detail }) => detail.event_id)).size).toBe(6);
    expect(new Set(result.events.map(({ detail }) => detail.payload.payload.error_type))).toEqual(new Set([type]));
    expect(JSON.parse(result.cause ?? '')).toMatchObject({ failed: [{ step: 'charge', type, attempts: 2 }] });
  });

  it('goes on after it, as after any other failure', async () => {
    const result = await run(
      template(step('charge', 'retry: { max_attempts: 3 }'), step('ship', 'dependencies: [charge]')),
      handler('process.exit(1);', 2),
    );
    expect(result.status).toBe('SUCCEEDED');
    expect(result.steps.map(({ attempts }) => attempts)).toEqual([3, 3]);
    expect(told(result).filter((line) => line.endsWith('retryable_failure'))).toEqual(
      ['charge', 'ship'].flatMap((name) => [1, 2].map((attempt) => `${name} ${attempt} work.retryable_failure`)),
    );
    expect(told(result)).not.toContain('charge 3 work.failure');
  });

  it('has its failure published where no attempt is left, and in a branch', async () => {
    const result = await run(
      template(
        step('left', 'retry: { max_attempts: 1 }'),
        step('right', 'retry: { retryable: false }'),
        step('join', 'dependencies: [left, right]'),
      ),
      handler('process.exit(1);', 1),
    );
    expect(result.status).toBe('FAILED');
    expect(
      told(result)
        .filter((line) => line.endsWith('permanent_failure'))
        .sort(),
    ).toEqual(['left 1 work.permanent_failure', 'right 1 work.permanent_failure']);
    expect(told(result).filter((line) => line.endsWith('retryable_failure'))).toEqual([]);
  });
});

const batch = (strategy: string) => `
name: work
namespace_name: crash
version: 1.0.0
steps:
  - { name: plan, type: batchable, handler: { callable: Plan } }
  - name: part
    type: batch_worker
    dependencies: [plan]
    handler: { callable: Work }
    retry: { max_attempts: 2, backoff_base_ms: 1000 }
    batch_config: { batch_size: 1, parallelism: 2, cursor_field: id, worker_template: part, failure_strategy: ${strategy} }
    publishes_events: [${EVENTS}]
  - { name: sum, type: deferred_convergence, dependencies: [part], handler: { callable: Sum } }
`;

const BATCH_HANDLERS = `
import { createBatches, defineHandler } from '@tasker-systems/tasker';
const part = (id) => ({ batch_id: id, start_cursor: id, end_cursor: id, batch_size: 1 });
export const Plan = defineHandler('Plan', {}, async () => ({
  batch_processing_outcome: {
    type: 'create_batches', worker_template_name: 'part', worker_count: 2, total_items: 2,
    cursor_configs: [part('a'), part('b')],
  },
}));
export const Work = defineHandler('Work', {}, async ({ context }) => {
  if (context.stepInputs.cursor.batch_id === 'a' && context.retryCount < RUNS) process.exit(1);
  return { done: true };
});
export const Sum = defineHandler('Sum', {}, async () => ({}));
`;

describe('a worker of a batch whose function is ended', () => {
  it.each([
    ['isolate', 'FAILED'],
    ['fail_fast', 'FAILED'],
    ['continue_on_failure', 'SUCCEEDED'],
  ])('has its failure published under its own name (%s)', async (strategy, status) => {
    const result = await run(batch(strategy), BATCH_HANDLERS.replace('RUNS', '2'));
    expect(result.status).toBe(status);
    expect(result.steps.find(({ name }) => name === 'part_a')).toMatchObject({ state: 'error', attempts: 2 });
    // The events of one attempt are published together, in any order.
    const own = told(result).filter((line) => line.startsWith('part_a'));
    expect(own.toSorted()).toEqual([
      'part_a 1 work.always',
      'part_a 1 work.failure',
      'part_a 1 work.retryable_failure',
      'part_a 2 work.always',
      'part_a 2 work.failure',
      'part_a 2 work.permanent_failure',
    ]);
  });

  it('runs again', async () => {
    const result = await run(batch('isolate'), BATCH_HANDLERS.replace('RUNS', '1'));
    expect(result.status).toBe('SUCCEEDED');
    expect(result.steps.find(({ name }) => name === 'part_a')).toMatchObject({ state: 'complete', attempts: 2 });
  });
});

describe('a step that a test lets crash', () => {
  it('publishes what its handler would publish', async () => {
    const cwd = project({
      'work.yaml': template(step('charge', 'retry: { max_attempts: 2 }')),
      'lambdas/work.ts': handler('', 0),
    });
    const options = { handlers: `${cwd}/lambdas` };
    const crashed = await runTask(`${cwd}/work.yaml`, { ...options, mocks: { charge: crashes() } });
    expect(crashed.status).toBe('FAILED');
    expect(crashed.steps.charge).toMatchObject({ state: 'error', attempts: 2 });
    expect(crashed.events.map(({ detailType }) => detailType)).toContain('work.permanent_failure');
    const recovered = await runTask(`${cwd}/work.yaml`, { ...options, mocks: { charge: crashes(1) } });
    expect(recovered.status).toBe('SUCCEEDED');
    expect(recovered.steps.charge).toMatchObject({ state: 'complete', attempts: 2 });
  });

  it('waits between its attempts, and has failed only after the last, at each moment of its history', async () => {
    const text = template(step('charge', 'retry: { max_attempts: 2 }'));
    const cwd = project({ 'work.yaml': text, 'lambdas/work.ts': handler('', 0) });
    const task = await runTask(`${cwd}/work.yaml`, { handlers: `${cwd}/lambdas`, mocks: { charge: crashes() } });
    const { definition } = compileTemplate(text, { file: 'work.yaml' }).value!;
    const shown = task.history.map((_, index) => {
      const [charge] = viewExecution({ definition, events: task.history.slice(0, index + 1) });
      return `${charge!.state} ${charge!.attempts}`;
    });
    expect(shown.filter((line, index) => line !== shown[index - 1])).toEqual([
      'pending 0',
      'in_progress 0',
      'in_progress 1',
      'waiting_for_retry 1',
      'in_progress 1',
      'in_progress 2',
      'waiting_for_retry 2',
      'error 2',
    ]);
  });
});
