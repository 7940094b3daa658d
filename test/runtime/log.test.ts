import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger, createStepFunction, logDebug, logInfo, PermanentError } from '../../lib/runtime/index.ts';
import { stdoutSink } from '../../lib/runtime/log/log-scope.ts';
import { handlerOf, invoke } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

const about = {
  correlation_id: 'corr-1',
  task_id: 'task-1',
  namespace: 'shop',
  task: 'checkout',
  step: 'charge',
  attempt: 2,
};
const event = sampleEvent({ attempt: 2 });

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('the log', () => {
  it('has a line when a step starts and one when it succeeds', async () => {
    const { log } = await invoke(
      handlerOf(() => ({ a: 1 })),
      event,
    );
    expect(log).toMatchObject([
      { level: 'INFO', message: 'Step started', ...about, handler: 'Shop::ChargeHandler', max_attempts: 3 },
      { level: 'INFO', message: 'Step succeeded', ...about, result_bytes: 7, parked: false },
    ]);
    expect(log[1]?.duration_ms).toBeTypeOf('number');
  });

  it('has the whole error when a step fails', async () => {
    const { log } = await invoke(
      handlerOf(() => Promise.reject(new PermanentError('Declined', 'CODE'))),
      event,
    );
    expect(log[1]).toMatchObject({
      level: 'ERROR',
      message: 'Step failed',
      ...about,
      error: 'PermanentError',
      error_message: 'Declined',
      error_type: 'permanent_error',
      error_code: 'CODE',
      retryable: false,
      stack: expect.stringContaining('log.test.ts'),
    });
  });

  it('has more of an error than the machine has room for', async () => {
    const error = new PermanentError('x'.repeat(10_000), { metadata: { blob: 'y'.repeat(10_000) } });
    const { log, details } = await invoke(
      handlerOf(() => Promise.reject(error)),
      event,
    );
    expect(details!.message.length).toBeLessThan(3_300);
    expect(log[1]).toMatchObject({ error_message: error.message, error_metadata: error.metadata });
    const huge = await invoke(
      handlerOf(() => Promise.reject(new PermanentError('x'.repeat(1e6)))),
      event,
    );
    expect(JSON.stringify(huge.log[1]).length).toBeLessThan(100_000);
  });

  it('carries the step in what the handler logs, however deep', async () => {
    const { log } = await invoke(
      handlerOf(async () => {
        await Promise.resolve();
        logInfo('Charging', { amount: 12 });
        createLogger({ component: 'cards' }).warn('Slow', { ms: 900 });
      }),
      event,
    );
    expect(log.slice(1, 3)).toMatchObject([
      { level: 'INFO', message: 'Charging', ...about, amount: 12 },
      { level: 'WARN', message: 'Slow', ...about, component: 'cards', ms: 900 },
    ]);
  });

  it('does not mix up steps that run at the same time', async () => {
    const steps = ['a', 'b', 'c'];
    const log: string[] = [];
    const run = createStepFunction(
      handlerOf(async ({ context }) => {
        await new Promise((resolve) => setImmediate(resolve));
        logInfo(context.event.workflowStep.name);
      }),
      { logger: (record) => log.push(`${record.message}@${String(record.step)}`) },
    );
    await Promise.all(steps.map((name) => run(sampleEvent({ step: { name } }))));
    expect(log.filter((line) => /^[abc]@/.test(line)).sort()).toEqual(['a@a', 'b@b', 'c@c']);
  });

  describe('on standard output', () => {
    const capture = () => {
      const lines: string[] = [];
      vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
      return lines;
    };

    it('is one line of JSON per record, at the level that Lambda is set to', () => {
      const lines = capture();
      logDebug('hidden');
      logInfo('shown', { a: 1 });
      vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', 'DEBUG');
      logDebug('shown too');
      vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', 'FATAL?');
      logDebug('hidden');
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { level: 'INFO', message: 'shown', a: 1, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
        { level: 'DEBUG', message: 'shown too' },
      ]);
      expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
    });

    it('never fails for what JSON cannot carry', () => {
      const lines = capture();
      const self: Record<string, unknown> = {};
      self.self = self;
      stdoutSink({ level: 'INFO', message: 'm', timestamp: 't', big: 1n, self });
      stdoutSink({ level: 'INFO', message: 'm', timestamp: 't', big: 1n });
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ self: '[object Object]' }, { big: '1' }]);
    });
  });
});
