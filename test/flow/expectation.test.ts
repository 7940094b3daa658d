import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Limit } from '../../lib/states-language/limits.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { branchesOf, expectRun } from '../../lib/flow/expectation.ts';
import { runTask } from '../../lib/testing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-expected-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const text = `
name: expected
namespace_name: test
version: 1.0.0
steps:
  - { name: first, handler: { callable: A } }
  - { name: route, type: decision, handler: { callable: R }, dependencies: [first] }
  - { name: ship, handler: { callable: A }, dependencies: [route] }
  - { name: bill, handler: { callable: A }, dependencies: [route] }
  - { name: label, handler: { callable: A }, dependencies: [ship] }
  - { name: close, type: deferred_convergence, handler: { callable: A }, dependencies: [label, bill] }
  - { name: split, type: batchable, handler: { callable: S }, dependencies: [first] }
  - name: work
    type: batch_worker
    handler: { callable: A }
    dependencies: [split]
    batch_config: { batch_size: 1, parallelism: 9, cursor_field: n, worker_template: work, failure_strategy: isolate }
  - { name: join, type: deferred_convergence, handler: { callable: A }, dependencies: [split, work] }
`;
const workflow = compileTemplate(text, { file: 'expected.yaml' }).value!;

describe('what is expected of a run', () => {
  it.each([
    [['ship'], 3, ['bill']],
    [['bill'], 0, ['join', 'label', 'ship', 'work']],
    [[], 7, ['bill', 'close', 'label', 'ship']],
    [['ship', 'bill'], 1, []],
    [['label'], 40, ['bill', 'ship']],
  ])('%j with %i workers is what comes of it', async (names, workers, skipped) => {
    const expected = expectRun(workflow.plan, workflow, { branches: new Map([['route', names]]), workers });
    const file = join(folder, 'expected.yaml');
    writeFileSync(file, text);
    const cursor_configs = Array.from({ length: workers }, (_, index) => ({ batch_id: String(index) }));
    const task = await runTask(file, {
      handlers: [],
      mocks: {
        ...Object.fromEntries(workflow.template.steps.map(({ name }) => [name.value, {}])),
        route: { decision_point_outcome: { type: 'create_steps', step_names: names } },
        split: {
          batch_processing_outcome:
            workers === 0
              ? { type: 'no_batches' }
              : { type: 'create_batches', worker_template_name: 'work', worker_count: workers, cursor_configs },
        },
      },
    });
    expect(task.status).toBe('SUCCEEDED');
    expect(expected.skipped).toEqual(skipped);
    const ran = Object.values(task.steps).filter((step) => step?.state === 'complete');
    expect([...expected.runs.values()].reduce((sum, runs) => sum + runs, 0)).toBe(ran.length);
    const entered = task.history.filter(({ type }) => type.endsWith('StateEntered'));
    expect(entered.length).toBeLessThanOrEqual(expected.transitions);
    expect(entered.length).toBeGreaterThanOrEqual(expected.transitions - 2);
  });

  it('counts the child executions of a large batch', () => {
    const one = expectRun(workflow.plan, workflow, { branches: new Map(), workers: 200 });
    const more = expectRun(workflow.plan, workflow, { branches: new Map(), workers: 1_000 });
    expect(one.children).toBe(0);
    expect(more.children).toBe(25);
    expect(more.transitions - one.transitions).toBe(800 + 2 * 25);
  });

  it('knows what a decision may name', () => {
    expect(branchesOf(workflow.plan)).toEqual(new Map([['route', ['bill', 'label', 'ship']]]));
  });
});

describe('where the workers of a batch run', () => {
  it('is chosen by what all their retries write into a history', () => {
    const patient = text.replaceAll(
      'failure_strategy: isolate }',
      'failure_strategy: isolate }\n    retry: { max_attempts: 30 }',
    );
    const { batches, historyEvents } = compileTemplate(patient, { file: 'expected.yaml' }).value!;
    expect(batches).toEqual([{ step: 'work', inline: expect.any(Number), each: expect.any(Number) }]);
    const [{ inline, each } = { inline: 0, each: 0 }] = batches;
    expect(inline).toBeGreaterThan(80);
    expect(inline).toBeLessThan(100);
    expect(each).toBeLessThan(inline);
    expect(historyEvents).toBeLessThanOrEqual(25_000);
  });

  it('is chosen by what references to all their results take in the state data', () => {
    const settings = { batch_size: 1, parallelism: 1, cursor_field: 'id', failure_strategy: 'isolate' };
    const batchesOf = (count: number) => {
      const workers = Array.from({ length: count }, (_, index) => ({
        name: `work_${index}`,
        type: 'batch_worker',
        dependencies: ['analyse'],
        handler: { callable: 'Work' },
        batch_config: { ...settings, worker_template: `work_${index}` },
      }));
      const analyse = { name: 'analyse', type: 'batchable', handler: { callable: 'Analyse' } };
      const crowded = { name: 'crowded', namespace_name: 'test', version: '1.0.0', steps: [analyse, ...workers] };
      return compileTemplate(JSON.stringify(crowded), { file: 'crowded.yaml' }).value!.batches;
    };
    expect(batchesOf(1)).toEqual([{ step: 'work_0', inline: 200, each: 200 }]);
    const crowded = batchesOf(4);
    // A reference takes some 300 bytes, and more where names are long.
    expect(crowded.reduce((sum, { inline }) => sum + inline, 0) * 300).toBeLessThan(Limit.stateBytes - 24_576);
    expect(crowded.every(({ inline }) => inline > 100)).toBe(true);
  });

  it('is the task itself alone as an Express state machine', () => {
    const { batches } = compileTemplate(text, { file: 'expected.yaml', isExpress: true }).value!;
    expect(batches).toEqual([{ step: 'work', inline: 200 }]);
  });
});
