import { describe, expect, it } from 'vitest';
import { TaskerClient, type CloudWatchLogs } from '../../lib/client/index.ts';
import { readLine } from '../../lib/client/logs/log-line.ts';
import { FunctionLogs } from '../../lib/local/index.ts';
import { defineHandler } from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';

const AT = Date.parse('2026-01-02T03:04:05.678Z');
const ID = '8f5a7f3e-1f1e-4b6c-9d57-0f6f5f0d7a11';
const nothing = { step: null, attempt: null, request_id: null, fields: {}, task: undefined };

describe('a line of a log', () => {
  it('of the runtime tells its step, its attempt, and what it says beside', () => {
    const record = { level: 'ERROR', message: 'Step failed', timestamp: '2026-01-02T03:04:05.000Z', task_id: 't-1' };
    const common = {
      correlation_id: 'c',
      namespace: 'shop',
      task: 'order',
      step: 'charge',
      attempt: 2,
      request_id: ID,
    };
    expect(readLine(`${JSON.stringify({ ...record, ...common, duration_ms: 7 })}\n`, AT)).toEqual({
      timestamp: '2026-01-02T03:04:05.000Z',
      level: 'ERROR',
      message: 'Step failed',
      step: 'charge',
      attempt: 2,
      request_id: ID,
      fields: { duration_ms: 7 },
      task: 't-1',
    });
  });

  it.each([
    [
      'of the console, as Lambda writes it in text',
      `2026-01-02T03:04:06.000Z\t${ID}\tINFO\thello\n  there`,
      { timestamp: '2026-01-02T03:04:06.000Z', level: 'INFO', message: 'hello\n  there', request_id: ID },
    ],
    [
      'of the console, as Lambda writes it in JSON',
      JSON.stringify({ timestamp: '2026-01-02T03:04:06.000Z', level: 'WARN', requestId: ID, message: { a: 1 } }),
      { timestamp: '2026-01-02T03:04:06.000Z', level: 'WARN', message: '{"a":1}', request_id: ID },
    ],
    [
      'of Lambda about a timeout',
      `2026-01-02T03:04:06.000Z ${ID} Task timed out after 3.00 seconds`,
      { level: 'ERROR', message: 'Task timed out after 3.00 seconds', request_id: ID },
    ],
    [
      'of Lambda about a crash',
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed`,
      { level: 'ERROR', message: 'Runtime exited with error: signal: killed', request_id: ID },
    ],
    [
      'of Lambda about a timeout, in JSON',
      JSON.stringify({ time: 't', type: 'platform.runtimeDone', record: { requestId: ID, status: 'timeout' } }),
      { level: 'ERROR', message: 'The function timed out.', request_id: ID },
    ],
    [
      'of Lambda about a cold start',
      `REPORT RequestId: ${ID}\tDuration: 1.00 ms\tMemory Size: 128 MB\tInit Duration: 312.50 ms\t`,
      {
        level: '',
        message: 'The function was started in 312.5 ms.',
        request_id: ID,
        fields: { init_duration_ms: 312.5 },
      },
    ],
    [
      'of Lambda about a cold start, in JSON',
      JSON.stringify({
        type: 'platform.report',
        record: { requestId: ID, metrics: { initDurationMs: 7, durationMs: 1 } },
      }),
      { level: '', message: 'The function was started in 7 ms.', request_id: ID, fields: { init_duration_ms: 7 } },
    ],
    ['of anything else', 'Segmentation fault', { level: '', message: 'Segmentation fault' }],
    ['of JSON that says nothing', '{"a":1}', { level: '', message: '{"a":1}', fields: { a: 1 } }],
  ])('%s is read', (_, text, expected) => {
    expect(readLine(text, AT)).toEqual({ ...nothing, timestamp: new Date(AT).toISOString(), ...expected });
  });

  it.each([
    '',
    `START RequestId: ${ID} Version: $LATEST`,
    `REPORT RequestId: ${ID}\tDuration: 1 ms`,
    JSON.stringify({ time: 't', type: 'platform.report', record: { requestId: ID } }),
    JSON.stringify({ time: 't', type: 'platform.runtimeDone', record: { requestId: ID, status: 'success' } }),
  ])('that only frames an invocation is none: %s', (text) => {
    expect(readLine(text, AT)).toBeUndefined();
  });
});

const TEMPLATE = `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, handler: { callable: Charge } }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge] }
`;

/** A task that has ended, with the client that reads its logs. */
async function endedTask(tags: readonly { key: string; value: string }[]) {
  const handler = (name: string) => defineHandler(name, {}, async () => ({}));
  const sfn = new EngineStepFunctions({ Charge: handler('Charge'), Ship: handler('Ship') });
  sfn.deployTemplate(TEMPLATE);
  let at = 0;
  const logs = new FunctionLogs(() => at);
  const asked: { group: string; pattern: string }[] = [];
  const cloudWatch: CloudWatchLogs = {
    filterLogEvents: async (input) => {
      asked.push({ group: input.logGroupName ?? '', pattern: input.filterPattern ?? '' });
      // One line on each page, so that pages are followed.
      const { events, nextToken } = logs.filterLogEvents({ ...input, limit: 1 });
      return { events: [...events], nextToken };
    },
  };
  Object.assign(sfn, { listTagsForResource: async () => ({ tags }) });
  const client = new TaskerClient({ sfn, logs: cloudWatch });
  const { task_uuid: id, created_at } = await client.createTask({ namespace: 'shop', name: 'order', context: {} });
  at = Date.parse(created_at) + 1000;
  const line = (step: string, attempt: number, request: string, message: string, task = id) =>
    JSON.stringify({ level: 'INFO', message, timestamp: '', task_id: task, step, attempt, request_id: request });
  return { id, client, logs, asked, line };
}

describe('readLogs', () => {
  it('finds the lines of a task in the log groups that the tags name, those of the console among them', async () => {
    const { id, client, logs, asked, line } = await endedTask([
      { key: 'tasker:logs', value: '/aws/lambda/shared' },
      { key: 'tasker:logs:1', value: '/aws/lambda/own' },
      { key: 'tasker:results', value: 'bucket' },
    ]);
    const console = (request: string, text: string) => `2026-01-02T03:04:06.000Z\t${request}\tINFO\t${text}`;
    logs.add('shared', `${line('charge', 1, 'r-1', 'Step started')}\n${console('r-1', 'from the console')}\n`);
    logs.add('shared', `${line('charge', 1, 'r-2', 'of another task', 'other')}\n${console('r-2', 'of another')}\n`);
    logs.add('own', `${line('ship', 2, 'r-3', 'Step started')}\n`);

    const lines = await client.readLogs(id);
    expect(lines.map(({ step, attempt, message }) => [step, attempt, message]).sort()).toEqual([
      ['charge', 1, 'Step started'],
      ['charge', 1, 'from the console'],
      ['ship', 2, 'Step started'],
    ]);
    expect(new Set(asked.map(({ group }) => group))).toEqual(new Set(['/aws/lambda/shared', '/aws/lambda/own']));
    expect(await client.readLogs(id, { step: 'ship' })).toHaveLength(1);
    expect(await client.readLogs(id, { step: 'ship', attempt: 1 })).toEqual([]);
    await expect(client.readLogs(id, { step: 'shop' })).rejects.toThrow('has no step "shop". It has: charge, ship.');
  });

  it('looks where Lambda logs by itself when no tag tells, and takes a group that is not there for an empty one', async () => {
    const { id, client, asked } = await endedTask([]);
    expect(await client.readLogs(id)).toEqual([]);
    expect(asked.map(({ group }) => group).sort()).toEqual(['/aws/lambda/Charge', '/aws/lambda/Ship']);
  });

  it('asks for the lines of twenty invocations at once', async () => {
    const { id, client, logs, asked, line } = await endedTask([{ key: 'tasker:logs', value: '/aws/lambda/shared' }]);
    for (let n = 0; n < 45; n++) logs.add('shared', `${line('charge', n, `r-${n}-`, 'Step started')}\n`);
    expect(await client.readLogs(id)).toHaveLength(45);
    expect(new Set(asked.map(({ pattern }) => pattern)).size).toBe(4);
    expect(Math.max(...asked.map(({ pattern }) => pattern.length))).toBeLessThan(1024);
  });
});
