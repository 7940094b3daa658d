import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import { resolveEnvironment } from '../../lib/template/resolve-environment.ts';
import { withSteps } from '../support/expect-diagnostics.ts';

const template = parseTemplate(
  withSteps`
    - name: charge
      handler: { callable: A, initialization: { url: live, limits: { max: 3 } } }
      timeout_seconds: 60
      retry: { max_attempts: 5, backoff: linear, backoff_base_ms: 500 }
    - name: ship
      handler: { callable: B }
      dependencies: [charge]
  environments:
    test:
      steps:
        - name: charge
          handler: { initialization: { url: fake, limits: { min: 1 } } }
          retry: { max_attempts: 2 }
        - name: ALL
          timeout_seconds: 5
          handler: { initialization: { mode: test } }
        - name: charge
          timeout_seconds: 7
    empty: {}
  `.replace(/^ {2}environments/m, 'environments'),
  'test.yaml',
).value!;
const inTest = resolveEnvironment(template, 'test').value!;

describe('resolveEnvironment', () => {
  it('merges initialization key by key, one level deep', () => {
    expect(inTest.steps.map((step) => step.handler.initialization)).toEqual([
      { url: 'fake', limits: { min: 1 }, mode: 'test' },
      { mode: 'test' },
    ]);
  });

  it('replaces timeouts in file order, for one step or for all', () => {
    expect(inTest.steps.map((step) => step.timeoutSeconds?.value)).toEqual([7, 5]);
  });

  it('replaces a retry policy whole: what it leaves out is the default, not the value of the step', () => {
    expect(inTest.steps[0]?.retry).toEqual({
      retryable: true,
      maxAttempts: 2,
      backoff: 'exponential',
      baseMs: 1000,
      maxMs: 30_000,
    });
    expect(inTest.steps[1]?.retry).toEqual(template.steps[1]?.retry);
  });

  it('replaces settings of a batch one by one, where there is one', () => {
    const { value } = parseTemplate(
      withSteps`
        - { name: split, type: batchable, handler: { callable: A } }
        - name: work
          type: batch_worker
          handler: { callable: B }
          dependencies: [split]
          batch_config: { batch_size: 9, parallelism: 2, cursor_field: id, worker_template: work, failure_strategy: isolate }
      environments:
        prod: { steps: [{ name: ALL, batch_config: { parallelism: 40, failure_strategy: continue_on_failure } }] }
      `.replace(/^ {6}environments/m, 'environments'),
      'batch.yaml',
    );
    const steps = resolveEnvironment(value!, 'prod').value!.steps;
    expect(steps[0]?.batchConfig).toBeUndefined();
    expect(steps[1]?.batchConfig).toEqual({
      ...value!.steps[1]!.batchConfig,
      parallelism: 40,
      failureStrategy: 'continue_on_failure',
    });
    expect(steps[1]?.batchConfig?.batchSize).toBe(9);
  });

  it('leaves the template and everything else as it is', () => {
    expect(template.steps[0]?.timeoutSeconds?.value).toBe(60);
    expect(template.steps[0]?.handler.initialization).toEqual({ url: 'live', limits: { max: 3 } });
    expect(inTest.name).toBe(template.name);
    expect(resolveEnvironment(template, 'empty').value?.steps).toEqual(template.steps);
  });

  it('refuses an environment that the template does not have', () => {
    const { value, diagnostics } = resolveEnvironment(template, 'tset');
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        code: 'unknown-environment',
        severity: 'error',
        message: 'The template has no environment "tset"; it has "test" and "empty".',
        hint: 'Did you mean "test"?',
      },
    ]);
    expect(resolveEnvironment({ ...template, environments: new Map() }, 'test').diagnostics[0]?.message).toBe(
      'The template has no environment "test"; it has none.',
    );
  });
});
