import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import type { Step } from '../../../lib/template/task-template.ts';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

const stepsOf = (text: string): readonly Step[] => parseTemplate(text, 'test.yaml').value?.steps ?? [];

describe('readStep', () => {
  it('fills in every default', () => {
    const [step] = stepsOf(withSteps`
      - name: a
        handler: { callable: Orders::AHandler }
    `);
    expect(step).toMatchObject({
      name: { value: 'a' },
      type: { value: 'standard' },
      handler: { callable: { value: 'Orders::AHandler' }, initialization: {} },
      dependencies: [],
      retry: { retryable: true, maxAttempts: 3, backoff: 'exponential', baseMs: 1000, maxMs: 30_000 },
      publishesEvents: [],
    });
    expect(step?.handler.method).toBeUndefined();
    expect(step?.timeoutSeconds).toBeUndefined();
    expect(step?.batchConfig).toBeUndefined();
    expect(step?.expectedDurationMs).toBeUndefined();
  });

  it('keeps everything that a step can say', () => {
    const [, step] = stepsOf(withSteps`
      - { name: a, type: batchable, handler: { callable: A } }
      - name: b
        description: works
        type: batch_worker
        system_dependency: crm
        handler:
          callable: B
          method: process
          resolver: registry
          initialization: { url: 'http://x', limits: { max: 3 } }
        dependencies: [a]
        retry: { retryable: false, max_attempts: 1, backoff: fibonacci, backoff_base_ms: 100, max_backoff_ms: 3600000 }
        timeout_seconds: 60
        expected_duration_ms: 1500
        publishes_events:
          - name: b.done
            description: done
            schema: { type: object }
            condition: always
            delivery_mode: broadcast
            publisher: B::Publisher
        batch_config:
          batch_size: 100000
          parallelism: 1000
          cursor_field: id
          worker_template: b
          failure_strategy: continue_on_failure
        result_schema: { type: object }
    `);
    expect(step).toMatchObject({
      description: 'works',
      type: { value: 'batch_worker' },
      handler: {
        callable: { value: 'B' },
        method: { value: 'process' },
        resolver: { value: 'registry' },
        initialization: { url: 'http://x', limits: { max: 3 } },
      },
      dependencies: [{ value: 'a' }],
      retry: { retryable: false, maxAttempts: 1, backoff: 'fibonacci', baseMs: 100, maxMs: 3_600_000 },
      timeoutSeconds: { value: 60 },
      expectedDurationMs: 1500,
      publishesEvents: [
        {
          name: 'b.done',
          description: 'done',
          schema: { type: 'object' },
          condition: 'always',
          deliveryMode: 'broadcast',
          publisher: 'B::Publisher',
        },
      ],
      batchConfig: {
        batchSize: 100_000,
        parallelism: 1000,
        cursorField: 'id',
        workerTemplate: { value: 'b' },
        failureStrategy: 'continue_on_failure',
      },
      resultSchema: { value: { type: 'object' } },
    });
  });

  it("takes Tasker's other spellings without a word", () => {
    const text = withSteps`
      - { name: a, handler: { callable: A } }
      - { name: d, step_type: decision, handler: { callable: D }, depends_on: [a] }
    `;
    expectDiagnostics(text, []);
    expect(stepsOf(text)[1]).toMatchObject({ type: { value: 'decision' }, dependencies: [{ value: 'a' }] });
  });

  it('refuses both spellings at once', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: [a], depends_on: [] }
        - { name: c, handler: { callable: C }, step_type: decision, type: standard, dependencies: [a] }
      `,
      [
        {
          code: 'conflicting-keys',
          at: '6:59 depends_on',
          message: 'Step "b" has both "dependencies" and "depends_on", which mean the same.',
          hint: 'Keep one of them, preferably "dependencies".',
          related: ['6:40 dependencies: The other one is here.'],
        },
        { code: 'conflicting-keys', at: '7:61 type', hint: 'Keep one of them, preferably "type".' },
      ],
    );
  });

  it('reads the spellings of old templates, with a warning', () => {
    const text = withSteps`
      - { name: a, handler: { callable: A } }
      - { name: b, handler: { callable: B }, depends_on_steps: [a] }
      - { name: c, handler: { callable: C }, depends_on_step_name: [a] }
    `;
    expectDiagnostics(text, [
      {
        code: 'legacy-key',
        at: '6:40 depends_on_steps',
        message: 'The key "depends_on_steps" is read as "dependencies" here, but Tasker ignores it.',
        hint: 'Write "dependencies: …".',
      },
      { code: 'legacy-key', at: '7:40 depends_on_step_name' },
    ]);
    expect(stepsOf(text).map(({ dependencies }) => dependencies.map(({ value }) => value))).toEqual([[], ['a'], ['a']]);
  });

  it('warns of keys that belong elsewhere', () => {
    expectDiagnostics(
      withSteps`
        - name: a
          handler: { callable: A }
          max_attempts: 5
          initialization: { a: 1 }
          lifecycle: { max_retries: 3 }
          timeout: 5
          input_schema: {}
      `,
      [
        {
          code: 'ignored-key',
          at: '7:3 max_attempts',
          message: 'The key "max_attempts" of step "a" is ignored, here as in Tasker.',
          hint: 'Write it under "retry:".',
        },
        { code: 'ignored-key', at: '8:3 initialization', hint: 'Write it under "handler:".' },
        { code: 'ignored-key', at: '9:3 lifecycle' },
        { code: 'ignored-key', at: '10:3 timeout', hint: 'Write "timeout_seconds".' },
        { code: 'ignored-key', at: '11:3 input_schema' },
      ],
    );
  });

  it.each([
    ['deferred', 'Did you mean "deferred_convergence"?'],
    ['decision_point', 'Did you mean "decision"?'],
    ['convergence', 'Did you mean "deferred_convergence"?'],
    ['Standard', 'Did you mean "standard"?'],
    ['foo', ''],
  ])('refuses the type %s', (type, hint) => {
    expectDiagnostics(
      withSteps`
        - { name: a, type: ${type}, handler: { callable: A } }
      `,
      [
        {
          code: 'bad-value',
          at: `5:20 ${type}`,
          message: `"type" is "${type}", but must be "standard", "decision", "deferred_convergence", "batchable" or "batch_worker".`,
          hint,
        },
      ],
    );
  });

  it('refuses a type without a value', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, type: null, handler: { callable: A } }
      `,
      [
        {
          code: 'bad-value',
          at: '5:20 null',
          message:
            '"type" is empty, but must be "standard", "decision", "deferred_convergence", "batchable" or "batch_worker".',
        },
      ],
    );
  });

  it('reports every mistake of a step, and still checks the others against it', () => {
    expectDiagnostics(
      withSteps`
        - name: a
          handler: {}
          timeout_seconds: 0
          expected_duration_ms: 1.5
        - name: b
          dependencies: [a, 7, nobody]
        - nonsense
        - name: 12
          handler: { callable: C }
        - { handler: { callable: D } }
      `,
      [
        {
          code: 'missing-key',
          at: '6:3 handler',
          message: 'The handler of step "a" has no key "callable", which is required.',
        },
        { code: 'out-of-range', at: '7:20 0', message: '"timeout_seconds" is 0, but must be from 1 to 99,999,999.' },
        {
          code: 'wrong-type',
          at: '8:25 1.5',
          message: '"expected_duration_ms" must be a whole number, not the number 1.5.',
        },
        { code: 'missing-key', at: '9:9 b', message: 'Step "b" has no key "handler", which is required.' },
        { code: 'wrong-type', at: '10:21 7', message: '"dependencies[1]" must be text, not the number 7.' },
        { code: 'wrong-type', at: '11:3 nonsense', message: '"steps[2]" must be a mapping, not the text "nonsense".' },
        { code: 'wrong-type', at: '12:9 12', message: '"name" must be text, not the number 12.', hint: 'Write "12".' },
        { code: 'missing-key', at: '14:5 handler', message: 'Step number 5 has no key "name", which is required.' },
      ],
    );
  });

  it('says what is wrong with a name that is empty or too long', () => {
    const long = 'x'.repeat(256);
    expectDiagnostics(
      withSteps`
        - { name: '', handler: { callable: A } }
        - { name: ${long}, handler: { callable: B } }
      `,
      [
        { code: 'bad-length', at: `5:11 ''`, message: '"name" is empty.' },
        { code: 'bad-length', at: `6:11 ${long}`, message: '"name" has 256 characters; at most 255 are allowed.' },
      ],
    );
  });

  it('shows how to write a single dependency as a list', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A } }
        - { name: b, handler: { callable: B }, dependencies: a }
      `,
      [
        {
          code: 'wrong-type',
          at: '6:54 a',
          message: '"dependencies" must be a list, not the text "a".',
          hint: 'Write a list: [a].',
        },
      ],
    );
  });

  it('says a mistake in a shared mapping once', () => {
    expectDiagnostics(
      withSteps`
        - { name: a, handler: { callable: A }, retry: &retry { limit: 5 } }
        - { name: b, handler: { callable: B }, dependencies: [a], retry: *retry }
      `,
      [{ code: 'legacy-key', at: '5:56 limit' }],
    );
  });

  it('refuses a key that is a slip away from one that counts: the step would run without what it waits for', () => {
    expectDiagnostics(
      withSteps`
        - name: ship
          handler: { callable: Ship, initialisation: {} }
          dependancies: [charge]
          descripton: Ships.
        - name: charge
          handler: { callable: Charge }
          depend_on: [ship]
      `,
      [
        { code: 'misspelt-key', at: '6:30 initialisation' },
        {
          code: 'misspelt-key',
          at: '7:3 dependancies',
          hint: 'Write "dependencies", or rename the key if it is a note of yours.',
        },
        { code: 'unknown-key', at: '8:3 descripton', hint: 'Did you mean "description"?' },
        { code: 'misspelt-key', at: '11:3 depend_on' },
      ],
    );
  });

  it('warns of what only tools of Tasker read', () => {
    expectDiagnostics(
      withSteps`
        - name: ship
          handler: { callable: Ship }
          composition: { anything: [goes] }
          lifecycle: { max_retries: 3 }
      `,
      [
        { code: 'ignored-key', at: '7:3 composition' },
        { code: 'ignored-key', at: '8:3 lifecycle' },
      ],
    );
  });
});
