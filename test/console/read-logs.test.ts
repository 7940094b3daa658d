import { expect, it } from 'vitest';
import { TaskerClientError, type TaskLogLine } from '../../lib/client/index.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { recordedRuns } from '../../lib/console/recorded-runs.ts';
import type { RunSource } from '../../lib/console/run-source.ts';
import { taskOf } from './tasks.ts';

/** A console on a service whose functions run elsewhere, with what it has asked the logs for. */
function open(readLogs: NonNullable<RunSource['readLogs']> | undefined) {
  const asked: unknown[] = [];
  const source: RunSource = {
    ...recordedRuns([]),
    viewTask: async () => taskOf(2, ''),
    readExecution: async () => ({ definition: { StartAt: 'A', States: {} }, events: [] }),
    ...(readLogs !== undefined && {
      readLogs: async (id, filter) => {
        asked.push([id, filter]);
        return readLogs(id, filter);
      },
    }),
  };
  const app = consoleApp({ source });
  return { asked, get: async (path: string) => (await app.request(`/runs/id${path}`)).text() };
}

const line = (step: string, attempt: number, more: Partial<TaskLogLine>): TaskLogLine => ({
  ...{
    timestamp: '2026-01-01T00:00:00.123Z',
    level: 'INFO',
    message: 'said',
    step,
    attempt,
    request_id: 'r',
    fields: {},
  },
  ...more,
});

it('the log of a run on Lambda is read when it is asked for, of one step too', async () => {
  const lines = [
    line('step_0', 1, { message: '<img src=x>', fields: { token: 'hunter2', rows: 3 } }),
    line('step_1', 2, { level: 'ERROR' }),
  ];
  const { asked, get } = open(async (_, { step } = {}) =>
    lines.filter((one) => step === undefined || one.step === step),
  );
  expect(await get('')).not.toContain('class="log"');
  expect(asked).toEqual([]);
  const all = await get('/log');
  expect(all).toMatch(/00:00:00\.123.*step_0.*INFO.*&lt;img src=x&gt;.*rows<\/span> <span class="mono">3/s);
  expect(all).toContain('step_1</a> #2');
  expect(all).not.toContain('hunter2');
  expect(await get('/steps/step_1')).toContain('href="/runs/id/log?only=step_1"');
  const one = await get('/log?only=step_1');
  expect(one).not.toContain('&lt;img');
  expect(one).toContain('<a href="/runs/id/log">Of all steps</a>');
  expect(asked).toEqual([
    ['id', {}],
    ['id', { step: 'step_1' }],
  ]);
});

it('cold starts on Lambda are drawn once the logs are asked for', async () => {
  const cold = line('step_0', 2, { message: 'The function was started in 20 ms.', fields: { init_duration_ms: 20 } });
  const { asked, get } = open(async () => [cold, line('step_1', 1, {})]);
  const before = await get('/timeline');
  expect(before).toContain('<a href="/runs/id/timeline?cold">Read them</a>');
  expect([before.includes('class="cold"'), asked.length]).toEqual([false, 0]);
  const after = await get('/timeline?cold');
  expect(after).toContain('<rect class="cold"');
  expect(after).toContain('20 ms for its function to start');
  expect(after).toContain('The logs tell of 1 cold start.');
});

it('says why logs cannot be read, and where they are', async () => {
  const { get } = open(async () => {
    throw new TaskerClientError('FORBIDDEN', 'You are not authorized to perform logs:FilterLogEvents.');
  });
  const page = await get('/log');
  expect(page).toContain('The logs cannot be read: You are not authorized to perform logs:FilterLogEvents.');
  expect(page).toContain('aws logs tail /aws/lambda/');
  expect(await get('/timeline?cold')).toContain('which tell of cold starts, cannot be read: You are not');
  const file = open(undefined);
  expect(await file.get('/log')).toContain('A history holds no logs.');
  expect(await file.get('/timeline')).not.toContain('Cold starts');
  expect(await file.get('/steps/step_1')).not.toContain('Log of the step');
});
