import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { root } from '../../docs/pages.ts';
import { fakeIo } from '../fake-io.ts';
import { BROKEN, ORDER, project } from '../project.ts';
import { openShop } from '../task/shop.ts';

const bin = resolve(import.meta.dirname, '../../../bin/tasker-sfn.ts');
const tsx = import.meta.resolve('tsx');

const HANDLERS = ['Reserve', 'Charge', 'Pack', 'Ship']
  .map(
    (name) => `export class ${name} extends StepHandler {
    static handlerName = 'Shop::${name}Handler';
    async call(context) {
      console.log('noise of ${name}');
      return this.success({ step: '${name}', card: context.getInput('card') ?? null });
    }
  }`,
  )
  .join('\n');

const files = {
  'order.yaml': ORDER,
  'broken.yaml': BROKEN,
  'lambdas/order.ts': `import { StepHandler } from '@tasker-systems/tasker';\n${HANDLERS}`,
  'machine.asl.json': JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } }),
};

/** The tools that these tests have called. */
const called = new Set<string>();

/** An assistant that talks to `tasker-sfn mcp` in a process of its own, in a project. */
async function assistant(...flags: readonly string[]) {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--import', tsx, bin, 'mcp', ...flags],
    cwd: project(files),
    stderr: 'pipe',
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    called.add(name);
    const { content, isError } = await client.callTool({ name, arguments: args });
    const texts = content.map((each) => (each.type === 'text' ? each.text : ''));
    return { isError: isError === true, texts, document: () => JSON.parse(texts.at(-1) ?? '') };
  };
  return { client, call };
}

describe('mcp: what needs no service', () => {
  it('tells who it is, and offers tools that say what they change', async () => {
    const { client } = await assistant();
    expect(client.getServerVersion()).toMatchObject({ name: 'tasker-sfn' });
    expect(client.getInstructions()).toContain('"validate"');
    const { tools } = await client.listTools();
    const changing = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true);
    expect(changing.map(({ name }) => name)).toEqual([
      ...['create_task', 'cancel_task', 'redrive_task'],
      ...['retry_steps', 'resolve_steps', 'complete_step'],
    ]);
    for (const { inputSchema } of changing) expect(inputSchema.properties).toHaveProperty('confirm');
    for (const { name, description } of tools) expect(description, name).toMatch(/\.$/);
  });

  it('offers nothing that changes with --read-only', async () => {
    const { client, call } = await assistant('--read-only');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('cancel_task');
    expect(tools.map(({ name }) => name)).toContain('get_task');
    await expect(call('cancel_task', { id: 'x', confirm: true })).rejects.toThrow('cancel_task');
  });

  it('validates, explains what it reports, plans, draws, compiles and prices', async () => {
    const { call } = await assistant();
    const broken = await call('validate', { paths: ['broken.yaml'] });
    expect(broken.isError).toBe(false);
    const codes = broken.document().map(({ code }: { code: string }) => code);
    expect(codes).toContain('unknown-dependency');
    expect((await call('validate', { paths: ['order.yaml'] })).document()).toEqual([]);

    const explained = await call('explain_diagnostic', { code: 'unknown-dependency' });
    expect(explained.document()).toMatchObject({ severity: 'error', text: expect.stringContaining('**Fix:**') });
    const unknown = await call('explain_diagnostic', { code: 'unknown-dependancy' });
    expect(unknown).toMatchObject({ isError: true });
    expect(unknown.texts.join()).toContain('Did you mean "unknown-dependency"?');

    expect((await call('plan', { template: 'order.yaml' })).document()).toMatchObject({
      steps: 4,
      strategy: 'series-parallel',
    });
    const invalid = await call('plan', { template: 'broken.yaml' });
    expect(invalid).toMatchObject({ isError: false });
    expect(invalid.document()).toMatchObject({ status: 'INVALID' });
    expect((await call('graph', { template: 'order.yaml' })).document()).toMatchObject({
      format: 'mermaid',
      picture: expect.stringMatching(/^flowchart /m),
    });
    expect((await call('graph', { template: 'machine.asl.json', format: 'svg' })).document()).toMatchObject({
      picture: expect.stringContaining('<svg'),
    });
    expect((await call('compile', { template: 'order.yaml' })).document()).toHaveProperty('StartAt');
    expect((await call('cost', { template: 'order.yaml' })).isError).toBe(false);
  });

  it('runs templates with the handlers, and state machines', async () => {
    const { call } = await assistant();
    const ran = await call('run', { file: 'order.yaml', context: { card: 'visa' } });
    expect(ran.document()).toMatchObject({ status: 'SUCCEEDED', output: { ship: { card: 'visa' } } });
    expect((await call('run', { file: 'machine.asl.json', input: { a: 1 } })).document()).toMatchObject({
      status: 'SUCCEEDED',
      output: { a: 1 },
    });
    expect((await call('run', { file: 'nowhere.yaml' })).document()).toMatchObject({ status: 'INVALID' });
  });

  it('takes a value for nothing but a value', async () => {
    const { call } = await assistant();
    const asked = await call('validate', { paths: ['--strict'] });
    expect(asked.texts.join()).toContain('--strict');
    expect(asked.document()).toMatchObject([{ file: '--strict' }]);
    expect(await call('plan', { template: 'order.yaml', environment: '--sync=exact' })).toMatchObject({
      texts: [expect.stringContaining('--sync=exact')],
    });
    expect(await call('validate', { paths: [] })).toMatchObject({ isError: true });
  });
});

describe('mcp: tasks', () => {
  it('changes nothing before it is confirmed', async () => {
    const shop = await openShop();
    const { call } = await assistant('--endpoint', shop.url);
    const request = { template: 'shop/order', context: { card: 'stolen' }, reason: 'test' };
    const asked = await call('create_task', request);
    expect(asked.isError).toBe(false);
    expect(asked.texts).toEqual([expect.stringContaining('Nothing has been done.')]);
    expect((await call('list_tasks')).document().tasks).toEqual([]);

    const { task_uuid: id } = (await call('create_task', { ...request, confirm: true })).document();
    await expect.poll(async () => (await call('get_task', { id })).document().status).toBe('error');
    expect((await call('list_tasks', { status: 'error' })).document().tasks).toHaveLength(1);
    expect((await call('list_steps', { id })).document()).toHaveLength(4);
    expect((await call('get_step', { id, step: 'charge', inputs: true })).document()).toMatchObject({
      current_state: 'error',
      attempt_history: [{ input: expect.anything() }],
    });
    expect((await call('list_dead_letters')).document()).toMatchObject([{ task_uuid: id }]);
    expect((await call('get_dead_letter', { id })).document()).toMatchObject({ task_uuid: id });

    const before = await call('redrive_task', { id });
    expect(before.texts[0]).toContain('Nothing has been done.');
    expect(before.document()).toMatchObject({ task_uuid: id, status: 'error' });
    expect((await call('redrive_task', { id, confirm: true })).document()).toMatchObject({ task_uuid: id });
    await expect
      .poll(async () => (await call('get_step', { id, step: 'charge' })).document().attempt_history)
      .toHaveLength(2);
    await expect.poll(async () => (await call('get_task', { id })).document().status).toBe('error');

    const late = await call('cancel_task', { id, confirm: true });
    expect(late).toMatchObject({ isError: true });
    expect(late.document()).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });

  it('repairs a task once that is confirmed', async () => {
    const shop = await openShop();
    const { call } = await assistant('--endpoint', shop.url);
    const create = async (cart: number) => {
      const context = { card: 'stolen', cart };
      const { document } = await call('create_task', { template: 'shop/order', context, confirm: true });
      const { task_uuid: id } = document();
      await expect.poll(async () => (await call('get_task', { id })).document().status).toBe('error');
      return id as string;
    };
    const statusOf = async (id: string) => (await call('get_task', { id })).document().status as string;

    const id = await create(1);
    const queue = await call('list_investigation_queue', { template: 'shop/order' });
    expect(queue.document()).toMatchObject([{ task_uuid: id, dlq_reason: 'permanent_failure' }]);
    expect((await call('list_staleness')).document()).toEqual([]);
    const completion = { id, step: 'charge', result: { payment: 'by hand' }, reason: 'The bank had it', by: 'ada' };
    const asked = await call('complete_step', completion);
    expect(asked.texts[0]).toContain(`completes the step charge of the task ${id} with {"payment":"by hand"}`);
    expect(await statusOf(id)).toBe('error');
    expect((await call('complete_step', { ...completion, confirm: true })).document()).toMatchObject({ task_uuid: id });
    await expect.poll(() => statusOf(id)).toBe('complete');
    expect((await call('get_step', { id, step: 'charge' })).document()).toMatchObject({
      results: { result: { payment: 'by hand' } },
    });

    const other = await create(2);
    const again = { id: other, reason: 'Perhaps now', by: 'ada', confirm: true };
    expect((await call('retry_steps', again)).document().runs).toMatchObject([{ run: 1 }, { run: 2 }]);
    await expect.poll(() => statusOf(other)).toBe('error');
    await call('resolve_steps', { ...again, steps: ['charge'] });
    await expect.poll(() => statusOf(other)).toBe('complete');
    const late = await call('resolve_steps', { ...again, steps: ['charge'] });
    expect(late).toMatchObject({ isError: true });
    expect(late.document()).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });

  it('cancels a task once that is confirmed', async () => {
    const shop = await openShop();
    const { call } = await assistant('--endpoint', shop.url);
    const create = { template: 'shop/order', context: { hang: true }, confirm: true };
    const { task_uuid: id } = (await call('create_task', create)).document();
    const before = await call('cancel_task', { id });
    expect(before.document().status).not.toBe('cancelled');
    const after = await call('cancel_task', { id, reason: 'no longer wanted', confirm: true });
    expect(after.document()).toMatchObject({ status: 'cancelled' });
  });

  it('says which task there is not', async () => {
    const shop = await openShop();
    const { call } = await assistant('--endpoint', shop.url);
    const answer = await call('get_task', { id: 'nobody' });
    expect(answer.isError).toBe(true);
    expect(answer.texts.join()).toContain('nobody');
  });
});

describe('mcp: logs', () => {
  it('reads what the handlers of a task have logged', async () => {
    const io = fakeIo({ cwd: project(files) });
    const served = cli(['local', '--port', '0', '--lambda-port', '0', '--templates', 'order.yaml', '--json'], io);
    await expect.poll(io.out, { timeout: 60_000 }).not.toBe('');
    const { call } = await assistant('--endpoint', JSON.parse(io.out()).stepFunctions);
    const create = { template: 'shop/order', context: { card: 'visa' }, confirm: true };
    const { task_uuid: id } = (await call('create_task', create)).document();
    const statusOf = async () => (await call('get_task', { id })).document().status as string;
    await expect.poll(statusOf, { timeout: 60_000 }).toBe('complete');
    const lines: { step: string; message: string }[] = (await call('read_logs', { id, step: 'charge' })).document();
    expect(lines.map(({ message }) => message)).toContain('noise of Charge');
    expect(new Set(lines.map(({ step }) => step))).toEqual(new Set(['charge']));
    io.interrupt();
    expect(await served).toBe(0);
  }, 180_000);
});

describe('mcp: all tools', () => {
  it('have been called by the client of the SDK, and stand in the docs', async () => {
    const { client } = await assistant();
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names.filter((name) => !called.has(name))).toEqual([]);
    const page = readFileSync(join(root, 'docs/how-to/assistants.md'), 'utf8');
    const table = /^## The tools$([^]*?)^The tools of/m.exec(page)?.[1] ?? '';
    expect([...table.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name).sort()).toEqual([...names].sort());
  });
});
