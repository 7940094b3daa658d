import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { HistoryBuilder } from '../../client/make-history.ts';
import { fakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';
import { openShop } from '../task/shop.ts';

/** The history of an execution in which the steps took so many seconds, one after the other. */
function historyOf(durations: Readonly<Record<string, number>>) {
  const history = new HistoryBuilder();
  const line = history.line().started();
  for (const [step, seconds] of Object.entries(durations)) line.step(step, {}, seconds);
  line.ended('Succeeded', { output: '{}' });
  return history;
}

async function learn(files: Readonly<Record<string, unknown>>, ...argv: string[]) {
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  const cwd = project(Object.fromEntries(texts));
  const io = fakeIo({ cwd });
  const code = await cli(['learn', ...argv], io);
  return { code, out: io.out(), err: io.err(), cwd };
}

describe('learn', () => {
  it('learns from several histories, in whatever form they come', async () => {
    const { events: first } = historyOf({ reserve: 1, charge: 4 });
    const { events: second } = historyOf({ reserve: 2, charge: 2 });
    const { events: third } = historyOf({ reserve: 6, pack: 0.25 });
    const dates = third.map((event) => ({ ...event, timestamp: new Date(event.timestamp * 1000) }));
    const files = { 'a.json': { events: first }, 'b.json': second, 'c.json': { events: dates.reverse() } };
    const { code, out, err } = await learn(files, 'a.json', 'b.json', 'c.json', 'a.json');
    expect(code).toBe(0);
    expect(out).toBe('{\n  "charge": 3000,\n  "pack": 250,\n  "reserve": 2000\n}\n');
    expect(err.split('\n')).toEqual([
      'charge: 3000 ms, median of 2 samples',
      'pack: 250 ms, median of 1 sample',
      'reserve: 2000 ms, median of 3 samples',
      '',
    ]);
  });

  it('writes a file that plan and compile read', async () => {
    const { events } = historyOf({ reserve: 1, charge: 4, pack: 1, ship: 1 });
    const files = { 'a.json': { events }, 'order.yaml': ORDER };
    const { code, out, cwd } = await learn(files, 'a.json', '-o', 'durations.json');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'durations.json'), 'utf8'))).toMatchObject({ charge: 4000 });
    const io = fakeIo({ cwd });
    expect(await cli(['compile', 'order.yaml', '--durations', 'durations.json'], io)).toBe(0);
    expect(io.err()).toBe('');
  });

  it('reads what run writes', async () => {
    const handler = `export class Reserve extends StepHandler {
      static handlerName = 'Shop::ReserveHandler';
      async call() { return this.success({}); }
    }`;
    const cwd = project({
      'one.yaml': `${ORDER.slice(0, ORDER.indexOf('  - name: charge'))}`,
      'lambdas/one.ts': `import { StepHandler } from 'tasker-sfn/runtime';\n${handler}`,
    });
    expect(await cli(['run', 'one.yaml', '--history', 'h.json'], fakeIo({ cwd }))).toBe(0);
    const io = fakeIo({ cwd });
    expect(await cli(['learn', 'h.json'], io)).toBe(0);
    expect(JSON.parse(io.out())).toEqual({ reserve: expect.any(Number) });
    expect(JSON.parse(io.out()).reserve).toBeGreaterThan(0);
  });

  it('asks Step Functions for executions', async () => {
    const shop = await openShop();
    const arns: string[] = [];
    let id = '';
    for (const context of ['{}', '{"card": "stolen"}']) {
      const { out } = await shop.run(['task', 'create', 'shop/order', '--context', context, '--wait', '--json']);
      arns.push(JSON.parse(out).execution_arn);
      id = JSON.parse(out).task_uuid;
    }
    expect(await shop.run(['learn', id])).toEqual(await shop.run(['learn', arns[1]!]));
    const both = await shop.run(['learn', ...arns]);
    expect(both.code).toBe(0);
    expect(Object.keys(JSON.parse(both.out))).toEqual(['charge', 'pack', 'reserve', 'ship']);
    expect(both.err).toMatch(/^charge: \d+ ms, median of 1 sample\npack: \d+ ms, median of 2 samples\n/);

    const failed = await shop.run(['learn', arns[1]!]);
    expect(failed.code).toBe(0);
    expect(Object.keys(JSON.parse(failed.out))).toEqual(['pack', 'reserve']);
    expect(failed.err).toContain('warning: Left out, since they never succeeded: "charge" and "ship".\n');

    const unknown = await shop.run(['learn', arns[0]!.replace(/[^:]+$/, 'nowhere')]);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toMatch(/^error\[NOT_FOUND\]: There is no task "arn:aws:states:[^\n]+\n$/);
  });

  it('writes nothing when there is nothing to learn', async () => {
    const history = new HistoryBuilder();
    history.line().started().entered('Task', 'reserve').scheduled().failed('Boom').ended('Failed');
    const { code, out, err, cwd } = await learn({ 'a.json': history.events }, 'a.json', '-o', 'd.json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('warning: No step succeeded in these executions: there is nothing to learn.\n');
    expect(() => readFileSync(join(cwd, 'd.json'))).toThrow();
  });

  const event = { id: 1, type: 'ExecutionStarted', timestamp: 0 };
  it.each([
    ['{', /The file "a.json" of a history is not valid JSON/],
    [
      '{"status": "SUCCEEDED"}',
      /The file "a.json" does not hold a history: it must be a list of events, or \{"events": \[…\]\}/,
    ],
    ['7', /does not hold a history/],
    [[event, 7], /event 2 has no id, type and timestamp/],
    [[{ ...event, id: undefined }], /event 1 has no id/],
    [[{ ...event, timestamp: 'yesterday' }], /event 1 has no id/],
    [[{ ...event, timestamp: 1e300 }], /event 1 has no id/],
    [[], /"a.json" holds a history without events/],
    [[{ ...event, id: 2, type: 'ExecutionSucceeded' }], /"a.json" holds a part of a history/],
    ['one\ntwo', /not valid JSON: Unexpected token 'o', "one two"\n$/],
  ])('%j is no history', async (content, message) => {
    const { code, out, err } = await learn({ 'a.json': content }, 'a.json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  it('refuses an ARN that is none of an execution', async () => {
    const { code, err } = await learn({}, 'arn:aws:states:nope', '--region', 'eu-central-1');
    expect(code).toBe(2);
    expect(err).toMatch(
      /"arn:aws:states:nope" is not the ARN of an execution\. Such an ARN is "arn:aws:states:<region>/,
    );
  });

  it('wants at least one source, and files that are there', async () => {
    expect((await learn({})).code).toBe(2);
    const { code, err } = await learn({}, 'nowhere.json');
    expect(code).toBe(2);
    expect(err).toBe('error: Reading a history: There is no file or folder "nowhere.json".\n');
  });
});
