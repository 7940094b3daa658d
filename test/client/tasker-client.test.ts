import { beforeEach, describe, expect, expectTypeOf, it, onTestFinished, vi } from 'vitest';
import { TaskerClientError } from '../../lib/client/tasker-client-error.ts';
import type { TaskerClientOptions } from '../../lib/client/tasker-client-options.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { indexMachine } from '../../lib/client/view/index-machine.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { requestLimit } from '../../lib/contract/limits.ts';
import { awsError, FakeStepFunctions } from '../support/fake-sfn.ts';
import { diamond } from './machines.ts';
import { HistoryBuilder, handlerError } from './make-history.ts';

const identity = { namespace: 'shop', name: 'diamond', version: '1.0.0' };

let sfn: FakeStepFunctions;
let arn: string;
let clock: number;

beforeEach(() => {
  sfn = new FakeStepFunctions();
  arn = sfn.deploy('shop-diamond-1_0_0', diamond());
  clock = 1_000;
});

function connect(options: Partial<TaskerClientOptions> = {}): TaskerClient {
  let made = 0;
  return new TaskerClient({
    sfn,
    now: () => clock,
    uuid: () => `uuid-${++made}`,
    sleep: async (ms) => void (clock += ms),
    ...options,
  });
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error as TaskerClientError).code,
  );

function inputOf(id: string): Record<string, unknown> {
  const execution = [...sfn.executions.values()].find((one) => one.name === id);
  return JSON.parse(execution!.input) as Record<string, unknown>;
}

function succeed(execution: string): void {
  const history = new HistoryBuilder();
  const main = history.line().started().step('first', { n: 1 }).entered('Parallel', 'parallel(left, right)');
  history.line().step('left', { n: 2 });
  history.line().step('right', { n: 3 });
  main.exited('Parallel', 'parallel(left, right)').step('last', { n: 4 }, 2).ended('Succeeded');
  sfn.record(execution, { events: history.events, status: 'SUCCEEDED', stopDate: new Date(5_000), output: '{}' });
}

function fail(execution: string): void {
  const history = new HistoryBuilder();
  const cause = handlerError('PermanentError', {
    step: 'first',
    message: 'no stock',
    code: 'STOCK',
    type: 'permanent_error',
    retryable: false,
  });
  history.line().started().entered('Task', 'first').scheduled().after(1).failed('PermanentError', cause);
  history.line().exited('Task', 'first').entered('Pass', 'first: failed').ended('Failed');
  sfn.record(execution, { events: history.events, status: 'FAILED', stopDate: new Date(2_000), cause: '{}' });
}

describe('createTask', () => {
  it('starts the machine of the template with a full request', async () => {
    const task = await connect().createTask({ ...identity, context: { cart: 7 }, tags: ['a'] });
    expect(inputOf(task.task_uuid)).toEqual({
      ...identity,
      context: { cart: 7 },
      tags: ['a'],
      initiator: 'tasker-sfn',
      source_system: 'tasker-sfn',
      reason: 'Task requested',
      requested_at: '1970-01-01T00:00:01.000Z',
      correlation_id: 'uuid-1',
      request_id: 'uuid-2',
    });
    expect(task).toMatchObject({
      ...identity,
      status: 'pending',
      context: { cart: 7 },
      correlation_id: 'uuid-1',
      parent_correlation_id: null,
      total_steps: 4,
      pending_steps: 4,
      ready_steps: 1,
      execution_status: 'has_ready_steps',
      health_status: 'healthy',
      completion_percentage: 0,
      completed_at: null,
    });
    expect(task.task_uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('takes namespace and version of Tasker where none are given', async () => {
    sfn.deploy('default-hello-1_0_0', diamond());
    const task = await connect().createTask({ name: 'hello' });
    expect(inputOf(task.task_uuid)).toMatchObject({ namespace: 'default', version: '1.0.0', context: {} });
  });

  it('refuses the same context again, and names the task that exists', async () => {
    const client = connect();
    const first = await client.createTask({ ...identity, context: { a: 1, b: { c: 2, d: 3 } } });
    const again = client.createTask({ ...identity, context: { b: { d: 3, c: 2 }, a: 1 }, reason: 'again' });
    await expect(again).rejects.toMatchObject({
      name: 'TaskerClientError',
      code: 'CONFLICT',
      recoverable: false,
      taskId: first.task_uuid,
    });
    await client.createTask({ ...identity, context: { a: 2 } });
  });

  it('goes by the idempotency key where there is one, whatever the strategy', async () => {
    for (const strategy of ['strict', 'caller_provided', 'always_unique'] as const) {
      const client = connect();
      const key = { ...identity, idempotency_key: `order ${strategy} /?*` };
      await client.createTask({ ...key, context: { a: 1 } }, { identity: strategy });
      expect(await code(client.createTask({ ...key, context: { a: 1 } }, { identity: strategy }))).toBe('CONFLICT');
    }
  });

  it('refuses a key that belongs to another request, and says what differs', async () => {
    const client = connect();
    const key = { ...identity, idempotency_key: 'order 7' };
    const first = await client.createTask({ ...key, context: { a: 1, b: 2 }, tags: ['x'] });
    const other = client.createTask({ ...key, context: { a: 1, b: 3 }, tags: ['y'] });
    await expect(other).rejects.toMatchObject({
      code: 'UNPROCESSABLE_ENTITY',
      recoverable: false,
      taskId: first.task_uuid,
      message: `The idempotency key "order 7" belongs to the task "${first.task_uuid}", whose request differs in: context, tags.`,
    });
    // What each call has of its own makes no other request.
    const again = { ...key, context: { b: 2, a: 1 }, tags: ['x'], correlation_id: 'c', requested_at: 'now' };
    expect(await code(client.createTask(again))).toBe('CONFLICT');
  });

  it.each([{}, { correlation_id: 'c', requested_at: '2026-01-01T00:00:00Z' }])(
    'takes a second call for a duplicate, whatever optional fields it has: %o',
    async (fields) => {
      const client = connect();
      await client.createTask({ ...identity, context: { a: 1 }, ...fields });
      expect(await code(client.createTask({ ...identity, context: { a: 1 }, ...fields }))).toBe('CONFLICT');
    },
  );

  it.each([null, [], 'x'])('refuses the context %j', async (context) => {
    expect(await code(connect().createTask({ ...identity, context: context as never }))).toBe('BAD_REQUEST');
    expect(sfn.calls).toEqual([]);
  });

  it.each([2 ** 53, -(2 ** 53), 1e300])('refuses %d, which may have been another number', async (n) => {
    const refused = connect().createTask({ ...identity, context: { orders: [{ 'a/b': n }] } });
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('"/context/orders/0/a~1b"') as string,
    });
    await connect().createTask({ ...identity, context: { most: 2 ** 53 - 1, half: 0.5 } });
  });

  it('needs the key where the caller provides the identity', async () => {
    expect(await code(connect().createTask(identity, { identity: 'caller_provided' }))).toBe('BAD_REQUEST');
  });

  it('takes every request for a new task where all are unique', async () => {
    const client = connect();
    const first = await client.createTask(identity, { identity: 'always_unique' });
    const second = await client.createTask(identity, { identity: 'always_unique' });
    expect(first.task_uuid).not.toBe(second.task_uuid);
  });

  it('refuses a request above 256 KiB without starting anything', async () => {
    const context = { text: 'é'.repeat(131_072) };
    expect(await code(connect().createTask({ ...identity, context }))).toBe('PAYLOAD_TOO_LARGE');
    expect(sfn.calls).toEqual([]);
  });

  it.each(['barriers', 'exact'] as const)(
    'takes requests up to the limit of a machine of sync "%s", to the byte',
    async (sync) => {
      const graph: Readonly<Record<string, readonly string[]>> = { a: [], b: [], c: ['a'], d: ['a', 'b'] };
      const steps = Object.entries(graph).map(([name, dependencies]) => ({
        name,
        dependencies,
        handler: { callable: 'X' },
      }));
      const text = JSON.stringify({ namespace_name: 'shop', name: sync, version: '1.0.0', steps });
      const { definition } = compileTemplate(text, { file: 'n.yaml', sync }).value!;
      sfn.deploy(`shop-${sync}-1_0_0`, definition);
      const create = async (letters: number) =>
        connect().createTask({ ...identity, name: sync, context: { text: 'x'.repeat(letters) } });

      const { task_uuid: id } = await create(0);
      const others = [...sfn.executions.values()].find(({ name }) => name === id)!.input.length;
      const most = requestLimit(indexMachine(definition).budget!);
      await expect(create(most - others)).resolves.toBeDefined();
      await expect(create(most - others + 1)).rejects.toThrow(`has ${most + 1} bytes, and may have ${most}`);
    },
  );

  it('says which template there is none of', async () => {
    const unknown = connect().createTask({ ...identity, version: '2.0.0' });
    await expect(unknown).rejects.toThrow('There is no template "shop/diamond" of version "2.0.0".');
    expect(await code(connect({ templates: [] }).createTask(identity))).toBe('NOT_FOUND');
  });

  it('starts the machine that the list of templates names', async () => {
    const other = sfn.deploy('my-own-name', diamond());
    const client = connect({ templates: [{ ...identity, stateMachineArn: other }] });
    const task = await client.createTask(identity);
    expect(task.execution_arn).toContain(':execution:my-own-name:');
    expect((await client.getTask(task.task_uuid)).task_uuid).toBe(task.task_uuid);
    expect(sfn.count('listStateMachines')).toBe(0);
  });

  it('reads the definition of a machine once a minute', async () => {
    const client = connect();
    await client.createTask({ ...identity, context: { n: 1 } });
    await client.createTask({ ...identity, context: { n: 2 } });
    expect(sfn.count('describeStateMachine')).toBe(1);
    clock += 61_000;
    await client.createTask({ ...identity, context: { n: 3 } });
    expect(sfn.count('describeStateMachine')).toBe(2);
  });

  it('types the context', async () => {
    interface Order {
      readonly cart: number;
    }
    const client = connect();
    await client.createTask<Order>({ ...identity, context: { cart: 7 } });
    // @ts-expect-error the context lacks its cart
    await client.createTask<Order>({ ...identity, context: {} });
  });
});

describe('getTask', () => {
  it('reads everything from the execution', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask({
      ...identity,
      ...{ priority: 5, reason: 'test', parent_correlation_id: 'parent', initiator: 'me', source_system: 'shop' },
    });
    succeed(execution_arn);
    expect(await client.getTask(task_uuid)).toMatchObject({
      task_uuid,
      ...identity,
      status: 'complete',
      reason: 'test',
      priority: 5,
      parent_correlation_id: 'parent',
      initiator: 'me',
      source_system: 'shop',
      created_at: '1970-01-01T00:00:01.000Z',
      completed_at: '1970-01-01T00:00:05.000Z',
      total_steps: 4,
      completed_steps: 4,
      execution_status: 'all_complete',
      recommended_action: 'finalize_task',
      completion_percentage: 100,
    });
    expect(await client.getTask(execution_arn)).toEqual(await client.getTask(task_uuid));
  });

  it('tells what blocks a failed task', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    fail(execution_arn);
    expect(await client.getTask(task_uuid)).toMatchObject({
      status: 'error',
      failed_steps: 1,
      pending_steps: 3,
      execution_status: 'blocked_by_failures',
      recommended_action: 'handle_failures',
      health_status: 'blocked',
    });
  });

  it('tells why a task ended, also where no step failed', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    expect((await client.getTask(task_uuid)).failure).toBeNull();
    const cause = 'The state is larger than allowed. '.repeat(100);
    const ended = { status: 'FAILED', stopDate: new Date(2_000), error: 'States.DataLimitExceeded', cause } as const;
    sfn.record(execution_arn, ended);
    const task = await client.getTask(task_uuid);
    expect(task).toMatchObject({
      status: 'error',
      execution_status: 'blocked_by_failures',
      health_status: 'blocked',
      failure: { error: 'States.DataLimitExceeded' },
    });
    expect(task.failure?.message).toMatch(/^The state is larger than allowed\..*…$/);
    expect(task.failure?.message).toHaveLength(1000);
    sfn.record(execution_arn, { status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect((await client.getTask(task_uuid)).failure).toEqual({
      error: 'States.Timeout',
      message: expect.stringContaining('max_duration_minutes'),
    });
  });

  it.each([
    [{}, 'pending', 'has_ready_steps'],
    [{ scheduled: true }, 'steps_in_process', 'processing'],
    [{ scheduled: true, failed: true }, 'waiting_for_retry', 'waiting_for_dependencies'],
  ])('tells the state of a running task: %o', async (so, status, execution_status) => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    const history = new HistoryBuilder();
    const line = history.line().started();
    if ('scheduled' in so) line.entered('Task', 'first').scheduled();
    if ('failed' in so) line.failed('TypeError', 'oops');
    sfn.record(execution_arn, { events: history.events });
    expect(await client.getTask(task_uuid)).toMatchObject({ status, execution_status });
  });

  it('pages through long histories', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    succeed(execution_arn);
    sfn.pageSize = 3;
    expect((await client.getTask(task_uuid)).completed_steps).toBe(4);
    expect(sfn.count('getExecutionHistory')).toBeGreaterThan(5);
  });

  it('asks only the machine that the id tells', async () => {
    for (let i = 0; i < 20; i++) sfn.deploy(`shop-other${i}-1_0_0`, diamond());
    const client = connect();
    const { task_uuid } = await client.createTask(identity);
    await client.getTask(task_uuid);
    expect(sfn.count('describeExecution')).toBe(1);
  });

  it('finds an execution that someone else has named', async () => {
    sfn.deploy('shop-other-1_0_0', diamond());
    await sfn.startExecution({ stateMachineArn: arn, name: 'by-hand', input: '"anything"' });
    expect(await connect().getTask('by-hand')).toMatchObject({ ...identity, context: {}, initiator: '' });
  });

  it('knows no task of an unknown id, nor of one that can be none', async () => {
    const client = connect();
    const { task_uuid } = await client.createTask(identity);
    expect(await code(client.getTask(`${task_uuid.slice(0, -1)}x`))).toBe('NOT_FOUND');
    expect(await code(client.getTask('00000000-0000-8000-8000-000000000000'))).toBe('NOT_FOUND');
    sfn.failOn('describeExecution', 'InvalidArn');
    expect(await code(client.getTask('a b'))).toBe('NOT_FOUND');
  });

  it.each([null, [], 'x', { context: 'x', tags: [1], priority: 'high' }])(
    'reads a task that was started with %j',
    async (input) => {
      await sfn.startExecution({ stateMachineArn: arn, name: 'by-hand', input: JSON.stringify(input) });
      expect(await connect().getTask('by-hand')).toMatchObject({ ...identity, context: {}, tags: [], priority: 0 });
    },
  );

  it('reads the definition with which each task was started', async () => {
    const client = connect();
    const old = await client.createTask({ ...identity, context: { n: 1 } });
    succeed(old.execution_arn);
    sfn.time += 3_600;
    sfn.deploy('shop-diamond-1_0_0', { ...diamond(), Comment: `another\n${diamond().Comment}` });
    sfn.time += 3_600;
    const fresh: string[] = [];
    for (let n = 2; n < 6; n++) fresh.push((await client.createTask({ ...identity, context: { n } })).task_uuid);
    const reader = connect();
    for (const id of [...fresh.toReversed(), old.task_uuid]) await reader.getTask(id);
    // Once for each revision, asked with its latest task.
    expect(sfn.count('describeStateMachineForExecution')).toBe(2);
  });

  it('asks for each of the tasks that were started when the machine had just changed', async () => {
    const client = connect();
    for (let n = 0; n < 3; n++) await client.createTask({ ...identity, context: { n } });
    for (const { name } of [...sfn.executions.values()].reverse()) await client.getTask(name);
    expect(sfn.count('describeStateMachineForExecution')).toBe(3);
  });

  it('reads an ended task again once it was redriven', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    fail(execution_arn);
    expect(await client.getTask(task_uuid)).toMatchObject({ status: 'error' });
    expect(await client.getTask(task_uuid)).toMatchObject({ status: 'error' });
    expect(sfn.count('getExecutionHistory')).toBe(1);
    succeed(execution_arn);
    expect(await client.getTask(task_uuid)).toMatchObject({ status: 'complete' });
  });

  it('takes no other machine for a task', async () => {
    const other = sfn.deploy('other', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const { executionArn } = await sfn.startExecution({ stateMachineArn: other, name: 'x' });
    expect(await code(connect().getTask(executionArn!))).toBe('NOT_FOUND');
  });
});

describe('tasks of templates that are in the list no more', () => {
  const next = { ...identity, version: '2.0.0' };
  let old: string;

  const catalogued = () =>
    connect({ templates: [{ ...next, stateMachineArn: sfn.deploy('shop-diamond-2_0_0', diamond()) }] });

  beforeEach(async () => {
    old = (await connect().createTask({ ...identity, context: { n: 1 } })).task_uuid;
  });

  it('can be read, listed and cancelled', async () => {
    const client = catalogued();
    expect(await client.getTask(old)).toMatchObject(identity);
    expect((await client.listTaskSteps(old)).map((step) => step.name)).toEqual(['first', 'left', 'right', 'last']);
    expect((await client.listTasks({ version: '1.0.0' })).tasks.map((task) => task.task_uuid)).toEqual([old]);
    expect(await client.cancelTask(old)).toMatchObject({ status: 'cancelled' });
  });

  it('can be started no more', async () => {
    expect(await code(catalogued().createTask(identity))).toBe('NOT_FOUND');
  });

  it('are unknown where the account’s machines may not be listed', async () => {
    const client = catalogued();
    sfn.failOn('listStateMachines', 'AccessDeniedException');
    expect(await code(client.getTask(old))).toBe('NOT_FOUND');
    expect((await client.listTasks()).tasks).toEqual([]);
  });

  it('are passed over while their machine is being deleted', async () => {
    const client = catalogued();
    sfn.failOn('describeStateMachine', 'StateMachineDoesNotExist');
    expect((await client.listTasks()).tasks).toEqual([]);
  });

  it('leave executions of other machines alone', async () => {
    const other = sfn.deploy('their-machine-1_0_0', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const { executionArn } = await sfn.startExecution({ stateMachineArn: other, name: 'x' });
    const client = catalogued();
    expect(await code(client.getTask(executionArn!))).toBe('NOT_FOUND');
    expect(await code(client.cancelTask(executionArn!))).toBe('NOT_FOUND');
    expect(sfn.count('stopExecution')).toBe(0);
  });
});

describe('an environment with a prefix', () => {
  beforeEach(() => {
    for (const prefix of ['dev', 'dev-eu']) sfn.deploy(`${prefix}--shop-diamond-1_0_0`, diamond());
  });

  it('is seen alone by who names it', async () => {
    const clients = {
      none: connect(),
      dev: connect({ prefix: 'dev' }),
      'dev-eu': connect({ prefix: 'dev-eu' }),
    };
    for (const [n, client] of Object.entries(clients)) await client.createTask({ ...identity, context: { n } });
    const machines = [...sfn.executions.values()].map(({ machine }) => machine.split(':').at(-1));
    expect(machines).toEqual(['shop-diamond-1_0_0', 'dev--shop-diamond-1_0_0', 'dev-eu--shop-diamond-1_0_0']);
    for (const [name, client] of Object.entries(clients)) {
      expect((await client.listTasks()).tasks.map((task) => task.context['n'])).toEqual([name]);
      for (const { arn: execution, name: id, input } of sfn.executions.values()) {
        const expected = input.includes(`{"n":"${name}"}`) ? 'no error' : 'NOT_FOUND';
        expect([await code(client.getTask(execution)), await code(client.getTask(id))]).toEqual([expected, expected]);
      }
    }
  });

  it.each(['', 'a--b', '-a', 'a-', 'ä', 'a'.repeat(21)])('is none with the prefix %j', (prefix) => {
    expect(() => connect({ prefix })).toThrow(`The prefix "${prefix}" cannot be used.`);
  });
});

describe('listTasks', () => {
  const create = async (client: TaskerClient, count: number) => {
    const tasks = [];
    for (let n = 0; n < count; n++) {
      tasks.push(await client.createTask({ ...identity, context: { n }, initiator: n % 2 === 0 ? 'even' : 'odd' }));
    }
    return tasks;
  };

  it('gives pages, newest first', async () => {
    const client = connect();
    await create(client, 5);
    sfn.pageSize = 2;
    const { tasks, pagination } = await client.listTasks({ page: 2, per_page: 2 });
    expect(tasks.map((task) => task.context['n'])).toEqual([2, 1]);
    expect(pagination).toEqual({
      page: 2,
      per_page: 2,
      total_count: 5,
      total_pages: 3,
      has_next: true,
      has_previous: true,
      is_whole: true,
    });
    expect((await client.listTasks()).pagination).toMatchObject({ page: 1, per_page: 25, has_next: false });
  });

  it('counts no more tasks than it is asked for', async () => {
    const client = connect();
    await create(client, 5);
    sfn.pageSize = 2;
    const before = sfn.count('listExecutions');
    const { pagination } = await client.listTasks({}, { mostCounted: 3 });
    expect(pagination.total_count).toBe(4);
    expect(sfn.count('listExecutions') - before).toBe(2);
    expect(pagination.is_whole).toBe(false);
    expect((await client.listTasks({ status: 'error' }, { mostCounted: 3 })).pagination.is_whole).toBe(false);
    expect((await client.listTasks()).pagination.is_whole).toBe(true);
  });

  it('filters by template, by status and by who asked', async () => {
    const client = connect();
    const [first, second] = await create(client, 3);
    succeed(first!.execution_arn);
    fail(second!.execution_arn);
    const found = async (filter: object) => (await client.listTasks(filter)).tasks.map((task) => task.context['n']);
    expect(await found({ status: 'complete' })).toEqual([0]);
    expect(await found({ status: 'error' })).toEqual([1]);
    expect(await found({ status: 'steps_in_process' })).toEqual([2]);
    expect(await found({ namespace: 'other' })).toEqual([]);
    expect(await found({ namespace: 'shop', name: 'diamond' })).toEqual([2, 1, 0]);
    expect(await found({ initiator: 'even' })).toEqual([2, 0]);
    expect(await found({ source_system: 'web' })).toEqual([]);
  });

  it('passes over machines that run no tasks', async () => {
    const other = sfn.deploy('other', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    await sfn.startExecution({ stateMachineArn: other, name: 'x' });
    expect((await connect().listTasks()).tasks).toEqual([]);
  });

  it.each([{ page: 0 }, { page: 1.5 }, { per_page: 0 }, { per_page: 101 }, { status: 'done' }])(
    'refuses %o',
    async (filter) => {
      expect(await code(connect().listTasks(filter))).toBe('BAD_REQUEST');
    },
  );

  it('refuses to read too many requests', async () => {
    const client = connect();
    for (let n = 0; n <= 500; n++) await sfn.startExecution({ stateMachineArn: arn, name: `t${n}`, input: '{}' });
    expect(await code(client.listTasks({ initiator: 'me' }))).toBe('BAD_REQUEST');
    expect(sfn.count('describeExecution')).toBe(0);
  });
});

describe('steps', () => {
  it('come with results, times and readiness', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    succeed(execution_arn);
    const steps = await client.listTaskSteps(task_uuid);
    expect(steps.map((step) => step.name)).toEqual(['first', 'left', 'right', 'last']);
    expect(steps[3]).toMatchObject({
      task_uuid,
      current_state: 'complete',
      attempts: 1,
      max_attempts: 3,
      total_parents: 2,
      completed_parents: 2,
      dependencies_satisfied: true,
      ready_for_execution: false,
      results: {
        success: true,
        status: 'completed',
        result: { n: 4 },
        metadata: { execution_time_ms: 2000, error_type: null },
      },
    });
  });

  it('tell the error of a failed step, and what it blocks', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    fail(execution_arn);
    const [first, left] = await client.listTaskSteps(task_uuid);
    expect(first!.results).toMatchObject({
      success: false,
      status: 'failed',
      result: {},
      metadata: { error_code: 'STOCK', error_type: 'permanent_error', retryable: false },
      error: { message: 'no stock', error_type: 'permanent_error', retryable: false },
    });
    expect(left).toMatchObject({ current_state: 'pending', results: null, blocked_by: ['first'] });
  });

  it('are found by name and by id', async () => {
    const client = connect();
    const { task_uuid, steps } = await client.createTask(identity);
    const byName = await client.getStep(task_uuid, 'left');
    expect(byName.step_uuid).toBe(steps[1]!.workflow_step_uuid);
    expect(await client.getStep(task_uuid, byName.step_uuid)).toEqual(byName);
    await expect(client.getStep(task_uuid, 'up')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('first, left, right, last') as string,
    });
  });

  it('have the types of their results', async () => {
    interface Results {
      readonly first: { readonly n: number };
      readonly left: { readonly text: string };
    }
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    succeed(execution_arn);
    for (const step of await client.listTaskSteps<Results>(task_uuid)) {
      if (step.name === 'left') expectTypeOf(step.results!.result).toEqualTypeOf<{ readonly text: string }>();
      else expectTypeOf(step.results!.result).toEqualTypeOf<{ readonly n: number }>();
    }
    const first = await client.getStep<Results, 'first'>(task_uuid, 'first');
    expect(first.results!.result.n + 1).toBe(2);
  });
});

describe('cancelTask', () => {
  it('stops the execution and gives the reason', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    expect(await client.cancelTask(task_uuid, 'changed my mind')).toMatchObject({ status: 'cancelled', task_uuid });
    expect(sfn.calls.find((call) => call.name === 'stopExecution')?.input).toEqual({
      executionArn: execution_arn,
      error: 'TaskCancelled',
      cause: 'changed my mind',
    });
  });

  it('refuses a task that has ended', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    succeed(execution_arn);
    expect(await code(client.cancelTask(task_uuid))).toBe('BAD_REQUEST');
    expect(sfn.count('stopExecution')).toBe(0);
  });
});

describe('redriveTask', () => {
  it('goes on with an execution that Step Functions would go on with', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    sfn.record(execution_arn, { status: 'ABORTED', stopDate: new Date(5_000), redriveStatus: 'REDRIVABLE' });
    expect((await client.viewTask(task_uuid)).redrivable).toBe(true);
    expect(await client.redriveTask(task_uuid)).toMatchObject({ task_uuid, completed_at: null });
    expect(sfn.calls.find((call) => call.name === 'redriveExecution')?.input).toEqual({ executionArn: execution_arn });
  });

  it('tells why Step Functions does not', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    await expect(client.redriveTask(task_uuid)).rejects.toThrow('its execution is RUNNING');
    sfn.record(execution_arn, { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'It is too old.' });
    await expect(client.redriveTask(task_uuid)).rejects.toThrow('It is too old.');
    expect(sfn.count('redriveExecution')).toBe(0);
  });
});

describe('a task that runs', () => {
  /** A history that goes on: as many loops of a step as are asked for. */
  const historyOf = (steps: number) => {
    const history = new HistoryBuilder();
    const line = history.line().started().step('first', { n: 1 });
    for (let n = 0; n < steps; n++) line.step('last', { n });
    return history.events;
  };
  const pagesAsked = () =>
    sfn.calls.flatMap(({ name, input }) =>
      name === 'getExecutionHistory' ? [(input as { readonly reverseOrder?: boolean }).reverseOrder === true] : [],
    );

  it('is read on from where it was read, and shows the same as a new look', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    sfn.pageSize = 10;
    for (const steps of [20, 21, 23, 23, 60]) {
      sfn.record(execution_arn, { events: historyOf(steps) });
      expect(await client.viewTask(task_uuid)).toEqual(await connect().viewTask(task_uuid));
    }
    sfn.calls.length = 0;
    await client.viewTask(task_uuid);
    expect(pagesAsked()).toEqual([true]);
  });

  it('is read anew on an engine that takes no notice of the order', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    sfn.record(execution_arn, { events: historyOf(2) });
    await client.viewTask(task_uuid);
    sfn.ignoresOrder = true;
    sfn.record(execution_arn, { events: historyOf(5) });
    expect(await client.viewTask(task_uuid)).toEqual(await connect().viewTask(task_uuid));
  });

  it('ends as it would have been read at once', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    sfn.record(execution_arn, { events: historyOf(1) });
    await client.viewTask(task_uuid);
    succeed(execution_arn);
    expect(await client.viewTask(task_uuid)).toEqual(await connect().viewTask(task_uuid));
  });
});

describe('what is behind tasks', () => {
  it('lists templates in the order of their versions', async () => {
    sfn.deploy('shop-diamond-1_10_0', diamond('1.10.0'));
    sfn.deploy('shop-diamond-1_9_0', diamond('1.9.0'));
    const versions = (await connect().listTemplates()).map(({ version }) => version);
    expect(versions).toEqual(['1.0.0', '1.9.0', '1.10.0']);
  });

  it('reads definitions and histories', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    succeed(execution_arn);
    const { definition, events } = await client.readExecution(task_uuid);
    expect(definition).toEqual(await client.definitionOf(identity));
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(['ExecutionStarted', 'TaskStateEntered']);
    expect(await code(client.definitionOf({ ...identity, version: '9.9.9' }))).toBe('NOT_FOUND');
  });

  it('tells when a task last changed as it shows in the task, in two calls', async () => {
    const client = connect();
    const { task_uuid, execution_arn } = await client.createTask(identity);
    const history = new HistoryBuilder();
    history.line().started().step('first', { n: 1 });
    sfn.record(execution_arn, { events: history.events });
    // What it runs is asked for once.
    await client.lastChangeOf(task_uuid);
    const before = sfn.calls.length;
    expect(await client.lastChangeOf(task_uuid)).toBe((await client.viewTask(task_uuid)).updatedAt);
    expect(sfn.calls.slice(before, before + 2).map(({ name }) => name)).toEqual([
      'describeExecution',
      'getExecutionHistory',
    ]);
    succeed(execution_arn);
    expect(await client.lastChangeOf(task_uuid)).toBe((await client.viewTask(task_uuid)).updatedAt);
  });
});

describe('waitForTask', () => {
  it('looks again, at growing intervals, until the task has ended', async () => {
    const pauses: number[] = [];
    const client = connect({
      sleep: async (ms) => {
        if (pauses.push(ms) === 12) succeed(task.execution_arn);
      },
    });
    const task = await client.createTask(identity);
    expect(await client.waitForTask(task.task_uuid)).toMatchObject({ status: 'complete' });
    expect(pauses.slice(0, 3)).toEqual([200, 300, 450]);
    expect(pauses.at(-1)).toBe(5_000);
    expect(sfn.count('getExecutionHistory')).toBe(1);
  });

  it('gives a new task a moment to be found, and an unknown one no more', async () => {
    const client = connect();
    const { task_uuid } = await client.createTask(identity);
    const execution = [...sfn.executions.entries()][0]!;
    sfn.executions.clear();
    const waiting = connect({
      sleep: async (ms) => {
        if ((clock += ms) > 3_000) sfn.executions.set(...execution);
        if (clock > 3_000) succeed(execution[0]);
      },
    });
    expect(await waiting.waitForTask(task_uuid)).toMatchObject({ status: 'complete' });
    sfn.executions.clear();
    expect(await code(client.waitForTask(task_uuid))).toBe('NOT_FOUND');
    expect(await code(client.waitForTask('by-hand'))).toBe('NOT_FOUND');
  });

  it('gives up after the time that it was given', async () => {
    const client = connect();
    const { task_uuid } = await client.createTask(identity);
    const waiting = client.waitForTask(task_uuid, { timeoutMs: 1_000 });
    await expect(waiting).rejects.toMatchObject({ code: 'TIMEOUT', recoverable: true, taskId: task_uuid });
    expect(clock).toBe(2_000);
  });
});

describe('errors', () => {
  it.each([
    ['AccessDeniedException', 'FORBIDDEN', false],
    ['KmsAccessDeniedException', 'FORBIDDEN', false],
    ['ThrottlingException', 'SERVICE_UNAVAILABLE', true],
    ['KmsThrottlingException', 'SERVICE_UNAVAILABLE', true],
    ['ExpiredTokenException', 'UNAUTHORIZED', false],
    ['ValidationException', 'BAD_REQUEST', false],
    ['SomethingNew', 'INTERNAL_ERROR', false],
  ])('%s becomes %s', async (name, expected, recoverable) => {
    sfn.failOn('describeExecution', name);
    const error = await connect()
      .getTask(arn)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TaskerClientError);
    expect(error).toMatchObject({ code: expected, recoverable, cause: { name } });
  });

  it('an endpoint that does not answer is a reason to try later', async () => {
    sfn.failOn('listStateMachines', Object.assign(awsError('Error', ''), { code: 'ECONNREFUSED' }));
    await expect(connect().health()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', recoverable: true });
  });
});

describe('a client that knows no region', () => {
  it('says so', async () => {
    for (const name of ['AWS_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(new TaskerClient().health()).rejects.toMatchObject({
      code: 'NO_REGION',
      message: 'Region is missing.',
      recoverable: false,
    });
  });
});

describe('health', () => {
  it('asks the service', async () => {
    expect(await connect().health()).toEqual({ status: 'healthy', timestamp: '1970-01-01T00:00:01.000Z' });
    expect(await connect({ templates: [{ ...identity, stateMachineArn: arn }] }).health()).toMatchObject({
      status: 'healthy',
    });
    expect(sfn.calls.map((call) => call.name)).toEqual(['listStateMachines', 'describeStateMachine']);
  });
});
