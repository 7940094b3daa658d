import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { BROKEN, ORDER, project } from '../project.ts';
import { openShop } from './shop.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const stolen = ['--context', '{"card": "stolen"}'];

describe('task create', () => {
  it('creates a task of a deployed template', async () => {
    const shop = await openShop();
    const { code, out, err } = await shop.run(['task', 'create', 'shop/order', '--context', '{"cart": 7}', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      task_uuid: expect.stringMatching(UUID),
      namespace: 'shop',
      name: 'order',
      version: '1.0.0',
      status: 'pending',
      context: { cart: 7 },
      total_steps: 4,
    });
  });

  it('takes the flags of a task request', async () => {
    const shop = await openShop();
    const flags = ['--reason', 'sale', '--initiator', 'me', '--source-system', 'shell', '--correlation-id', 'c-1'];
    const more = ['--tag', 'a', '--tag', 'b', '--priority', '-5', '--parent-correlation-id', 'p-1'];
    const { out } = await shop.run(['task', 'create', 'shop/order@1.0.0', ...flags, ...more, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      reason: 'sale',
      initiator: 'me',
      source_system: 'shell',
      correlation_id: 'c-1',
      parent_correlation_id: 'p-1',
      tags: ['a', 'b'],
      priority: -5,
    });
  });

  it('shows the task to people', async () => {
    const shop = await openShop();
    const { out } = await shop.run(['task', 'create', 'shop/order', '--tag', 'a', '--reason', 'sale']);
    expect(out).toMatch(/^shop\/order 1\.0\.0 {2}pending\nid {11}[0-9a-f-]{36}\nprogress {5}0 of 4 steps, 0 failed\n/);
    expect(out).toMatch(/\nreason {7}sale\n/);
    expect(out).toMatch(/\nexecution {4}arn:aws:states:/);
  });

  it('follows a task to its end', async () => {
    const shop = await openShop();
    const { code, out, err } = await shop.run(['task', 'create', 'shop/order', '--wait']);
    expect(code).toBe(0);
    expect(out).toContain('shop/order 1.0.0  complete\n');
    expect(out).toMatch(/\nSTEP {5}STATE {5}ATTEMPTS {2}LAST RUN\nreserve {2}complete {2}1 of 3 {4}/);
    expect(err).toMatch(/^Waiting for the task [0-9a-f-]{36}\n/);
    expect(err).toMatch(/\nship {2}complete {2}1 of 3/);
  });

  it('ends with 1 when the task that it follows fails', async () => {
    const shop = await openShop();
    const { code, out, err } = await shop.run(['task', 'create', 'shop/order', ...stolen, '--wait']);
    expect(code).toBe(1);
    expect(out).toMatch(/\ncharge {3}error {5}1 of 3 .* CARD: The card is stolen\n/);
    expect(out).toMatch(/\nship {5}blocked .*charge failed\n/);
    expect(out).toContain('\nprogress     2 of 4 steps, 1 failed, 1 blocked\n');
    const id = /^id +(\S+)$/m.exec(out)?.[1] ?? '';
    expect((await shop.run(['task', 'step', id, 'ship'])).out).toMatch(/^ship {2}blocked\n/);
    const { steps } = JSON.parse((await shop.run(['task', 'get', id, '--json'])).out);
    expect(steps.find((step: any) => step.name === 'ship')).toMatchObject({
      current_state: 'pending',
      blocked_by: ['charge'],
    });
    expect(err).toMatch(/\ncharge {2}error {2}1 of 3 .*CARD: The card is stolen\n/);

    const again = await shop.run([
      ...['task', 'create', 'shop/order', ...stolen, '--wait', '--json'],
      '--idempotency-key',
      'k',
    ]);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toMatchObject({ status: 'error', execution_status: 'blocked_by_failures' });
  });

  it('stops to follow when the user interrupts, and leaves the task alone', async () => {
    const shop = await openShop();
    const io = fakeIo();
    const following = shop.runOn(io, ['task', 'create', 'shop/order', '--context', '{"hang": true}', '--wait']);
    await expect.poll(() => io.err()).toContain('ship  in_progress');
    io.interrupt();
    expect(await following).toBe(130);
    const [id] = /[0-9a-f-]{36}/.exec(io.out()) ?? [];
    expect(io.err()).toContain(`The task goes on; it has not been cancelled. "task get ${id}" tells how it stands.\n`);
    expect((await shop.run(['task', 'get', id!])).out).toContain('steps_in_process');
  });

  it('tells of a task that exists already', async () => {
    const shop = await openShop();
    const first = await shop.run(['task', 'create', 'shop/order', '--json']);
    const { task_uuid: id } = JSON.parse(first.out);
    const { code, out, err } = await shop.run(['task', 'create', 'shop/order', '--json']);
    expect(code).toBe(1);
    expect(err).toBe(`error[CONFLICT]: A task with this identity already exists: "${id}".\n`);
    expect(JSON.parse(out)).toEqual({
      error: { code: 'CONFLICT', message: expect.stringContaining(id), task_uuid: id },
    });
  });

  it('takes a template file: its identity, and its identity strategy', async () => {
    const shop = await openShop();
    const cwd = project({ 'order.yaml': `${ORDER}identity_strategy: always_unique\n` });
    for (const created of [1, 2]) {
      const { code, out } = await shop.run(['task', 'create', 'order.yaml', '--json'], { cwd });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ namespace: 'shop', name: 'order', version: '1.0.0' });
      expect((await shop.run(['task', 'list'])).err).toBe(`${created} task${created > 1 ? 's' : ''}\n`);
    }
  });

  it('refuses a context that breaks the input_schema of the file', async () => {
    const shop = await openShop();
    const schema = 'input_schema: {type: object, required: [cart, user], properties: {cart: {type: integer}}}\n';
    const cwd = project({ 'order.yaml': ORDER + schema });
    const { code, err } = await shop.run(['task', 'create', 'order.yaml', '--context', '{"cart": "x"}'], { cwd });
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[BAD_REQUEST\]: The input_schema is not met: .*user.*"cart" must be integer\.\n$/);
    expect((await shop.run(['task', 'list'])).err).toBe('0 tasks\n');
  });

  it('refuses the same by the name of the template, whose machine carries what it asks of requests', async () => {
    const shop = await openShop(
      `${ORDER}input_schema: {type: object, properties: {cart: {type: integer}}}\nidentity_strategy: always_unique\n`,
    );
    const { code, err } = await shop.run(['task', 'create', 'shop/order', '--context', '{"cart": "x"}']);
    expect([code, err]).toEqual([1, 'error[BAD_REQUEST]: The input_schema is not met: "cart" must be integer.\n']);
    const create = () => shop.run(['task', 'create', 'shop/order', '--context', '{"cart": 1}']);
    expect([(await create()).code, (await create()).code]).toEqual([0, 0]);
    expect((await shop.run(['task', 'list'])).err).toBe('2 tasks\n');
  });

  it('reports the mistakes of a template file', async () => {
    const shop = await openShop();
    const cwd = project({ 'broken.yaml': BROKEN });
    const { code, out, err } = await shop.run(['task', 'create', 'broken.yaml', '--json'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('error[unknown-dependency]');
    expect(JSON.parse(out)).toMatchObject({ status: 'INVALID' });
    expect((await shop.run(['task', 'create', 'nowhere.yml'], { cwd })).err).toContain('error[file-not-found]');
  });

  it.each([
    [['order'], /"order" does not name a template. Write namespace\/name, or namespace\/name@version/],
    [['/order'], /"\/order" does not name a template/],
    [['shop/order@'], /"shop\/order@" does not name a template/],
    [['shop/order', '--context', '[]'], /--context must be a JSON object/],
    [
      ['shop/order', '--request', '{"name": "other"}'],
      /asks for a task of name "other", but the template's is "order"/,
    ],
    [['shop/order', '--priority', 'high'], /It must be a whole number from -100 to 100/],
    [['shop/order', 'x'], /too many arguments/],
    [[], /missing required argument 'template'/],
  ])('%j is bad usage', async (argv, message) => {
    const io = fakeIo();
    expect(await cli(['task', 'create', ...argv, '--endpoint', 'http://127.0.0.1:1'], io)).toBe(2);
    expect(io.err()).toMatch(message);
    expect(io.out()).toBe('');
  });

  it('does not know a template that is not deployed', async () => {
    const shop = await openShop();
    const { code, err } = await shop.run(['task', 'create', 'shop/order@2.0.0']);
    expect(code).toBe(1);
    expect(err).toBe('error[NOT_FOUND]: There is no template "shop/order" of version "2.0.0".\n');
  });
});

describe('task get, steps and step', () => {
  it('show a task in the shapes of the API', async () => {
    const shop = await openShop();
    const created = await shop.run(['task', 'create', 'shop/order', '--wait', '--json']);
    const { task_uuid: id, execution_arn: arn } = JSON.parse(created.out);

    for (const name of [id, arn]) {
      const task = JSON.parse((await shop.run(['task', 'get', name, '--json'])).out);
      expect(task).toMatchObject({ task_uuid: id, status: 'complete', completion_percentage: 100 });
    }
    const steps = JSON.parse((await shop.run(['task', 'steps', id, '--json'])).out);
    expect(steps.map((step: { name: string }) => step.name).sort()).toEqual(['charge', 'pack', 'reserve', 'ship']);
    const step = JSON.parse((await shop.run(['task', 'step', id, 'charge', '--json'])).out);
    expect(step).toMatchObject({ current_state: 'complete', results: { success: true, result: { payment: 'p-1' } } });
    const same = JSON.parse((await shop.run(['task', 'step', id, step.step_uuid, '--json'])).out);
    expect(same).toEqual(step);
  });

  it('show a task to people', async () => {
    const shop = await openShop();
    const created = await shop.run(['task', 'create', 'shop/order', ...stolen, '--wait', '--json']);
    const { task_uuid: id } = JSON.parse(created.out);

    const task = await shop.run(['task', 'get', id]);
    expect(task.code).toBe(0);
    expect(task.out).toContain('shop/order 1.0.0  error\n');
    expect(task.out).toMatch(/\nprogress {5}2 of 4 steps, 1 failed, 1 blocked\n/);
    expect(task.out).toMatch(/\nended {8}\S+Z, after \d+/);
    const steps = await shop.run(['task', 'steps', id]);
    expect(task.out.endsWith(`\n\n${steps.out}`)).toBe(true);
    expect(steps.out.split('\n')).toHaveLength(6);

    const failed = await shop.run(['task', 'step', id, 'charge']);
    expect(failed.out).toMatch(/^charge {2}error\nattempts {2}1 of 3\n/);
    expect(failed.out).toMatch(
      /\nremark {4}CARD: The card is stolen\nattempt 1 {2}\S+ {2}error {2}\d+ ms {2}CARD: The card is stolen\n {2}at .*shop\.ts:\d+/,
    );
    const well = await shop.run(['task', 'step', id, 'pack']);
    expect(well.out).toMatch(/^pack {2}complete\nattempts {2}1 of 3\n[^]*\n\{\n {2}"parcels": 1\n\}\n$/);
  });

  it('draw the timeline of a task', async () => {
    const shop = await openShop();
    const created = await shop.run(['task', 'create', 'shop/order', ...stolen, '--wait', '--json']);
    const { task_uuid: id } = JSON.parse(created.out);
    const { code, out } = await shop.run(['task', 'timeline', id]);
    expect(code).toBe(0);
    expect(out).toMatch(/^charge {3,}×.*failed\n/m);
    expect(out).toMatch(/^ship .*blocked by charge\n/m);
    expect((await shop.run(['task', 'timeline', id, '--follow'])).out).toBe(out);
    const { steps } = JSON.parse((await shop.run(['task', 'timeline', id, '--json'])).out);
    expect(steps).toHaveLength(4);
    expect((await shop.run(['task', 'timeline', 'nothing'])).err).toContain('There is no task "nothing".');
  });

  it('write the report of a task, to a file or to the terminal, with what it carries or without', async () => {
    const shop = await openShop();
    const cwd = project({});
    const { out } = await shop.run([
      'task',
      'create',
      'shop/order',
      '--context',
      '{"card":"stolen"}',
      '--wait',
      '--json',
    ]);
    const { task_uuid: id } = JSON.parse(out) as { readonly task_uuid: string };
    const { code, out: page } = await shop.run(['task', 'report', id]);
    expect(code).toBe(0);
    for (const part of ['<!doctype html>', 'The card\nis stolen', 'Input of attempt 1', '"card": "stolen"']) {
      expect(page).toContain(part);
    }
    expect(await shop.run(['task', 'report', id, '--redact', '-o', 'out.html'], { cwd })).toMatchObject({
      code: 0,
      out: '',
    });
    const redacted = readFileSync(join(cwd, 'out.html'), 'utf8');
    expect(redacted).toContain('with a message of 18 characters');
    expect(redacted).not.toContain('stolen');
    expect((await shop.run(['task', 'report', 'nothing'])).err).toContain('There is no task "nothing".');
  });

  it('draw the timeline of a task again and again while it runs, until the user interrupts', async () => {
    const shop = await openShop();
    const created = await shop.run(['task', 'create', 'shop/order', '--context', '{"hang": true}', '--json']);
    const { task_uuid: id } = JSON.parse(created.out);
    const io = fakeIo({ isTTY: true });
    const following = shop.runOn(io, ['task', 'timeline', id, '--follow']);
    await vi.waitFor(() => expect(io.err()).toContain('ship'), { timeout: 10_000 });
    expect(io.out()).toBe('');
    io.interrupt();
    expect(await following).toBe(0);
    expect(io.out()).toContain('ship');
  });

  it('are painted on a terminal', async () => {
    const shop = await openShop();
    const created = await shop.run(['task', 'create', 'shop/order', '--wait', '--json']);
    const { task_uuid: id } = JSON.parse(created.out);
    const { out } = await shop.run(['task', 'get', id], { isTTY: true });
    expect(out).toContain('\u001b[32mcomplete\u001b[39m');
    expect((await shop.run(['task', 'get', id], { isTTY: true, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b');
  });

  it.each(['get', 'steps', 'cancel'])('task %s does not know a task that is not there', async (command) => {
    const shop = await openShop();
    for (const id of ['nowhere', '00000000-0000-8000-8000-000000000000']) {
      const { code, out, err } = await shop.run(['task', command, id]);
      expect({ code, out, err }).toEqual({ code: 1, out: '', err: `error[NOT_FOUND]: There is no task "${id}".\n` });
    }
  });

  it('do not know a step that is not there', async () => {
    const shop = await openShop();
    const { task_uuid: id } = JSON.parse((await shop.run(['task', 'create', 'shop/order', '--wait', '--json'])).out);
    const { code, err } = await shop.run(['task', 'step', id, 'chrage']);
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[NOT_FOUND\]: The task ".*" has no step "chrage"\. It has: .*charge/);
  });
});

describe('task list', () => {
  it('lists a page of tasks, newest first', async () => {
    const shop = await openShop();
    for (const cart of [1, 2, 3]) {
      await shop.run([
        'task',
        'create',
        'shop/order',
        '--context',
        `{"cart": ${cart}}`,
        '--initiator',
        `i${cart}`,
        '--wait',
      ]);
    }
    const { code, out, err } = await shop.run(['task', 'list', '--per-page', '2']);
    expect(code).toBe(0);
    expect(out).toMatch(/^TASK {34}TEMPLATE {10}STATUS {4}STEPS {2}CREATED\n/);
    expect(out).toMatch(/\n[0-9a-f-]{36} {2}shop\/order 1\.0\.0 {2}complete {2}4\/4 {4}\S+Z\n/);
    expect(out.split('\n')).toHaveLength(4);
    expect(err).toBe('3 tasks, page 1 of 2\n');

    const second = await shop.run(['task', 'list', '--per-page', '2', '--page', '2', '--json']);
    expect(JSON.parse(second.out)).toMatchObject({
      tasks: [{ name: 'order' }],
      pagination: { page: 2, per_page: 2, total_count: 3, total_pages: 2 },
    });
    const found = JSON.parse((await shop.run(['task', 'list', '--initiator', 'i2', '--json'])).out);
    expect(found.tasks).toMatchObject([{ context: { cart: 2 } }]);
  });

  it('filters by template, namespace and status', async () => {
    const shop = await openShop();
    await shop.run(['task', 'create', 'shop/order', '--wait']);
    const total = async (...flags: string[]) => (await shop.run(['task', 'list', ...flags])).err;
    expect(await total('--template', 'shop/order')).toBe('1 task\n');
    expect(await total('--template', 'shop/order@1.0.0', '--status', 'complete')).toBe('1 task\n');
    expect(await total('--template', 'shop/order@2.0.0')).toBe('0 tasks\n');
    expect(await total('--namespace', 'shop')).toBe('1 task\n');
    expect(await total('--namespace', 'other')).toBe('0 tasks\n');
    expect(await total('--status', 'error')).toBe('0 tasks\n');
  });

  it.each([
    [['--page', '0'], /It must be a whole number from 1/],
    [['--per-page', '101'], /It must be a whole number from 1 to 100/],
    [['--status', 'done'], /Allowed choices are pending, steps_in_process/],
    [['--template', 'order'], /"order" does not name a template/],
    [['--template', 'a/b', '--namespace', 'a'], /cannot be used with/],
    [['--endpoint', 'localhost:8083'], /It must be a URL, such as http:\/\/localhost:8083/],
  ])('%j is bad usage', async (argv, message) => {
    const io = fakeIo();
    expect(await cli(['task', 'list', '--endpoint', 'http://127.0.0.1:1', ...argv], io)).toBe(2);
    expect(io.err()).toMatch(message);
  });
});

describe('task cancel', () => {
  it('cancels a task that runs, and no other', async () => {
    const shop = await openShop();
    const created = await shop.run(['task', 'create', 'shop/order', '--context', '{"hang": true}', '--json']);
    const { task_uuid: id } = JSON.parse(created.out);
    const cancelled = await shop.run(['task', 'cancel', id, '--reason', 'sold out', '--json']);
    expect(cancelled.code).toBe(0);
    expect(JSON.parse(cancelled.out)).toMatchObject({ task_uuid: id, status: 'cancelled' });

    const again = await shop.run(['task', 'cancel', id]);
    expect(again.code).toBe(1);
    expect(again.err).toBe('error[BAD_REQUEST]: The task has ended (ABORTED) and cannot be cancelled.\n');
  });
});

describe('task', () => {
  it('says in one line that nobody answers', async () => {
    const io = fakeIo();
    expect(await cli(['task', 'list', '--endpoint', 'http://127.0.0.1:1', '--json'], io)).toBe(1);
    expect(io.err()).toBe(
      'error[SERVICE_UNAVAILABLE]: connect ECONNREFUSED 127.0.0.1:1. Nobody answers at http://127.0.0.1:1: ' +
        'is "tasker-sfn local", or another engine, running there?\n',
    );
    expect(JSON.parse(io.out())).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE' } });
  });

  it('is nothing by itself', async () => {
    const io = fakeIo();
    expect(await cli(['task'], io)).toBe(2);
    expect(io.err()).toContain('Usage: tasker-sfn task');
    expect(await cli(['task', 'crate'], fakeIo())).toBe(2);
  });
});
