import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { templateText, type WorkflowStep } from '../support/arbitrary-workflow.ts';
import { judgeDefinition } from '../support/judge-definition.ts';
import { runWorkflow } from '../support/run-workflow.ts';

function step(changes: Partial<WorkflowStep>): WorkflowStep {
  return {
    name: 'only',
    dependencies: [],
    retryable: true,
    maxAttempts: 3,
    runs: [],
    backoff: 'exponential',
    baseMs: 2000,
    maxMs: 30_000,
    timeoutSeconds: 10,
    durationMs: 0,
    retryAfterSeconds: 7,
    ...changes,
  };
}

const always = <T>(value: T) => Array.from({ length: 100 }, () => value);

describe('attempts', () => {
  it.each([
    [1, 3],
    [3, 1],
    [1, 1],
  ])('of %i and %i: a step that is tried once has no states for another attempt', async (first, second) => {
    const workflow = [
      step({ maxAttempts: first }),
      step({ name: 'next', dependencies: ['only'], maxAttempts: second }),
    ];
    const { definition } = compileTemplate(templateText(workflow), { file: 'attempts.yaml' }).value!;
    expect(await judgeDefinition(definition)).toEqual([]);
    expect('only: retry' in definition.States).toBe(first > 1);
  });

  it.each(['none', 'exponential', 'linear', 'fibonacci'] as const)(
    '%s: throttling eats none of them',
    async (backoff) => {
      const run = await runWorkflow([step({ backoff, maxAttempts: 4, runs: always('retryable') })], {
        throttled: (_, invocation) => invocation <= 3,
      });
      expect(run.runs.get('only')).toHaveLength(4);
      expect(run.outcome.status).toBe('FAILED');
    },
  );

  it('are one for a step that is not retryable, whatever it throws', async () => {
    for (const kind of ['retryable', 'retry_after', 'throw', 'timeout', 'crash'] as const) {
      const run = await runWorkflow([step({ retryable: false, runs: always(kind) })]);
      expect(run.runs.get('only'), kind).toHaveLength(1);
    }
  });

  it.each(['none', 'exponential', 'linear', 'fibonacci'] as const)(
    '%s: throttling before, between and after waits eats none of them, nor the wait that the handler asks for',
    async (backoff) => {
      const throttled = [true, true, false, true, false, true, true, false];
      const run = await runWorkflow([
        step({ backoff, runs: ['retry_after', 'retry_after'], throttled, durationMs: 0 }),
      ]);
      const runs = run.runs.get('only')!;
      expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(run.outcome.status).toBe('SUCCEEDED');
      expect(runs[1]!.start - runs[0]!.start).toBeGreaterThanOrEqual(7000);
      expect(runs[2]!.start - runs[1]!.start).toBeGreaterThanOrEqual(7000);
    },
  );

  it('are all given to crashes and timeouts alone, and no invocation more', async () => {
    for (const kind of ['crash', 'timeout'] as const) {
      const run = await runWorkflow([step({ runs: always(kind) })]);
      expect(run.runs.get('only'), kind).toHaveLength(3);
      expect(run.failure?.failed[0]?.error).toBe(kind === 'crash' ? 'Runtime.ExitError' : 'States.Timeout');
    }
  });

  it('are rather more than fewer when crashes come between other failures, and end with the error of the last run', async () => {
    const mixed = await runWorkflow([step({ runs: ['retry_after', 'crash', 'timeout', 'retryable', 'ok'] })]);
    expect(mixed.runs.get('only')!.map(({ attempt }) => attempt)).toEqual([1, 2, 2, 2, 3]);
    expect(mixed.outcome.status).toBe('SUCCEEDED');
    const crashed = await runWorkflow([step({ runs: ['retry_after', ...always('crash' as const)] })]);
    expect(crashed.runs.get('only')).toHaveLength(4);
    expect(crashed.failure?.failed[0]).toMatchObject({ step: 'only', error: 'Runtime.ExitError' });
  });

  it('run out of a service budget with the error that Lambda raised', async () => {
    const run = await runWorkflow([step({})], { throttled: () => true });
    expect(run.runs.get('only')).toHaveLength(0);
    expect(run.failure).toEqual({
      failed: [{ step: 'only', error: 'Lambda.TooManyRequestsException', message: 'Rate Exceeded.' }],
      blocked: [],
    });
  });
});

describe('waits', () => {
  it("are as long as the handler's retry_after asks", async () => {
    const run = await runWorkflow([step({ runs: ['retry_after', 'retry_after'], retryAfterSeconds: 7 })]);
    expect(run.runs.get('only')!.map((each) => each.start - run.outcome.startDate)).toEqual([0, 7000, 14_000]);
  });

  it.each([
    ['linear', [2, 4, 6, 8]],
    ['fibonacci', [2, 2, 4, 6]],
    ['exponential', [2, 4, 8, 16]],
  ] as const)('%s: never longer than the policy says, and not always shorter', async (backoff, delays) => {
    const longest = delays.map(() => 0);
    for (let seed = 1; seed <= 40; seed++) {
      const run = await runWorkflow([step({ backoff, maxAttempts: 5, runs: always('retryable') })], { seed });
      const starts = run.runs.get('only')!.map((each) => each.start);
      delays.forEach((delay, retry) => {
        const waited = (starts[retry + 1]! - starts[retry]!) / 1000;
        expect(waited).toBeLessThanOrEqual(delay);
        longest[retry] = Math.max(longest[retry]!, waited);
      });
    }
    delays.forEach((delay, retry) => expect(longest[retry]).toBeGreaterThan(delay / 2));
  });
});

describe('the end', () => {
  it('names each failed step with code, message and attempts, and each blocked one', async () => {
    const run = await runWorkflow([
      step({ name: 'account' }),
      step({ name: 'billing', dependencies: ['account'], runs: ['permanent'] }),
      step({ name: 'preferences', dependencies: ['account'], runs: always('timeout') }),
      step({ name: 'welcome', dependencies: ['billing', 'preferences'] }),
      step({ name: 'status', dependencies: ['welcome'] }),
      step({ name: 'audit', dependencies: ['account'] }),
    ]);
    expect(run.outcome).toMatchObject({ status: 'FAILED', error: 'TaskFailed' });
    expect(run.failure).toEqual({
      failed: [
        {
          step: 'billing',
          error: 'PermanentError',
          code: 'NEVER',
          message: 'never',
          type: 'permanent_error',
          retryable: false,
          attempts: 1,
          metadata: { error_code: 'NEVER' },
        },
        { step: 'preferences', error: 'States.Timeout' },
      ],
      blocked: ['status', 'welcome'],
    });
    // Isolation: what does not depend on billing ran to its end.
    expect(run.runs.get('audit')).toHaveLength(1);
    expect(run.runs.get('preferences')).toHaveLength(3);
  });
});
