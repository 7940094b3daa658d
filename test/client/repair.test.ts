import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TaskerClient, type StepRepair, type TaskRepair } from '../../lib/client/index.ts';
import { RESULTS_TAG } from '../../lib/contract/machine-tags.ts';
import type { JsonObject } from '../../lib/json.ts';
import { defineHandler, PermanentError } from '../../lib/runtime/index.ts';
import { folderResultStore } from '../../lib/runtime/results/folder-result-store.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';

const template = JSON.stringify({
  name: 'order',
  namespace_name: 'shop',
  version: '1.0.0',
  steps: [
    { name: 'reserve', handler: { callable: 'Reserve' } },
    { name: 'charge', handler: { callable: 'Charge' }, dependencies: ['reserve'], retry: { max_attempts: 1 } },
    { name: 'gift', handler: { callable: 'Gift' }, dependencies: ['reserve'], retry: { max_attempts: 1 } },
    { name: 'ship', handler: { callable: 'Ship' }, dependencies: ['charge', 'gift'] },
  ],
});

/** A shop in which steps fail as long as a test wants them to. */
function makeShop({
  results,
  size = 0,
}: { readonly results?: ReturnType<typeof folderResultStore>; readonly size?: number } = {}) {
  const failing = new Set(['charge']);
  const runs: string[] = [];
  const seen: Record<string, unknown> = {};
  const step = (name: string, callable: string) =>
    defineHandler(callable, {}, async ({ context }) => {
      runs.push(`${name} ${context.retryCount + 1}`);
      seen[name] = Object.fromEntries(
        ['reserve', 'charge', 'gift'].map((other) => [other, context.getDependencyResult(other)]),
      );
      if (failing.has(name)) throw new PermanentError(`no ${name}`, { error_code: 'NO' });
      return { by: name, more: 'x'.repeat(size) };
    });
  const sfn = new EngineStepFunctions(
    {
      Reserve: step('reserve', 'Reserve'),
      Charge: step('charge', 'Charge'),
      Gift: step('gift', 'Gift'),
      Ship: step('ship', 'Ship'),
    },
    results,
  );
  sfn.deployTemplate(template);
  const client = new TaskerClient({ sfn, sleep: async () => {} });
  const start = async (context: JsonObject = {}) =>
    (await client.createTask({ namespace: 'shop', name: 'order', context })).task_uuid;
  return { sfn, client, failing, runs, seen, start };
}

const by = { by: 'ada', reason: 'the bank was down' };
const statesOf = (steps: readonly { readonly name: string; readonly current_state: string }[]) =>
  Object.fromEntries(steps.map(({ name, current_state }) => [name, current_state]));

describe('repairTask', () => {
  it('runs again what was reset and what waited for it, and nothing that was done', async () => {
    const { client, failing, runs, start } = makeShop();
    const id = await start();
    expect((await client.getTask(id)).status).toBe('error');
    runs.length = 0;
    failing.clear();
    await client.resetStep(id, 'charge', by);
    const task = await client.waitForTask(id);
    expect(task).toMatchObject({ task_uuid: id, status: 'complete', completed_steps: 4, failure: null });
    expect(runs).toEqual(['charge 1', 'ship 1']);
    const charge = await client.getStep(id, 'charge');
    expect(charge.attempt_history.map(({ state }) => state)).toEqual(['error', 'complete']);
    expect(charge).toMatchObject({ current_state: 'complete', attempts: 1 });
  });

  it('lets later steps see the result of the operator, or null', async () => {
    const { client, failing, runs, seen, start } = makeShop();
    failing.add('gift');
    const id = await start();
    runs.length = 0;
    const result = { payment: 7 };
    const actions: readonly StepRepair[] = [
      { step: 'charge', action: 'complete_manually', result, metadata: { ticket: 12 } },
      { step: 'gift', action: 'resolve_manually' },
    ];
    const started = await client.repairTask(id, { ...by, actions });
    expect(started.runs).toHaveLength(2);
    expect(runs).toEqual(['ship 1']);
    expect(seen['ship']).toEqual({ reserve: { by: 'reserve', more: '' }, charge: result, gift: null });
    const steps = await client.listTaskSteps(id);
    expect(statesOf(steps)).toEqual({
      reserve: 'complete',
      charge: 'complete',
      gift: 'resolved_manually',
      ship: 'complete',
    });
    expect(steps.find(({ name }) => name === 'charge')?.results).toMatchObject({ success: true, result });
    expect(steps.find(({ name }) => name === 'gift')?.results).toBeNull();
    expect(await client.getTask(id)).toMatchObject({ status: 'complete', completion_percentage: 100 });
  });

  it('leaves failed steps alone that nobody repairs, over several rounds', async () => {
    const { client, failing, runs, start } = makeShop();
    failing.add('gift');
    const id = await start();
    runs.length = 0;
    failing.clear();
    await client.resetStep(id, 'charge', by);
    const middle = await client.getTask(id);
    expect(statesOf(middle.steps)).toEqual({ reserve: 'complete', charge: 'complete', gift: 'error', ship: 'pending' });
    expect(middle).toMatchObject({ status: 'error', failed_steps: 1 });
    expect((await client.getStep(id, 'gift')).results?.error?.message).toBe('no gift');
    await client.resolveStep(id, 'gift', by);
    expect(runs).toEqual(['charge 1', 'ship 1']);
    const { status, runs: executions } = await client.getTask(id);
    expect([status, ...executions.map(({ run, status: each }) => `${run} ${each}`)]).toEqual([
      'complete',
      '1 FAILED',
      '2 FAILED',
      '3 SUCCEEDED',
    ]);
    expect(executions.map(({ repaired_by: who }) => who)).toEqual([null, 'ada', 'ada']);
  });

  it('keeps one id: whichever of its executions is asked for, and in lists', async () => {
    const { client, failing, start } = makeShop();
    const id = await start();
    const other = await start({ another: 1 });
    const first = (await client.getTask(id)).execution_arn;
    failing.clear();
    const { execution_arn: second } = await client.resetStep(id, 'charge', by);
    expect(second).not.toBe(first);
    for (const held of [id, first, second, `${id}.run-2`]) {
      const { task_uuid, status, created_at } = await client.getTask(held);
      expect([held, task_uuid, status, created_at]).toEqual([held, id, 'complete', new Date(1000).toISOString()]);
      expect((await client.listTaskSteps(held))[0]?.task_uuid).toBe(id);
      expect((await client.waitForTask(held)).status).toBe('complete');
    }
    const listed = async (filter: object) =>
      (await client.listTasks(filter)).tasks.map(({ task_uuid, status }) => [task_uuid, status]);
    expect(await listed({})).toEqual([
      [other, 'error'],
      [id, 'complete'],
    ]);
    expect(await listed({ status: 'error' })).toEqual([[other, 'error']]);
    expect(await listed({ status: 'complete' })).toEqual([[id, 'complete']]);
    expect((await client.listTasks({})).pagination.total_count).toBe(2);
  });

  it('starts one continuation, however many ask for one at once', async () => {
    const { sfn, client, failing, runs, start } = makeShop();
    const id = await start();
    failing.clear();
    runs.length = 0;
    const all = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, index) =>
        client.resetStep(id, 'charge', { by: `operator ${index}`, reason: 'all at once' }),
      ),
    );
    const codes = all.map((each) => (each.status === 'fulfilled' ? 'started' : (each.reason as { code: string }).code));
    expect(codes.filter((code) => code === 'started')).toHaveLength(1);
    expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(999);
    expect([...sfn.executions.values()].map(({ name }) => name)).toEqual([id, `${id}.run-2`]);
    expect(runs).toEqual(['charge 1', 'ship 1']);
  });

  it('costs few calls, and so does what is asked of the task after it', async () => {
    const { sfn, client, failing, start } = makeShop();
    const calls = async (ask: () => Promise<unknown>) => {
      sfn.calls.length = 0;
      await ask();
      const names = sfn.calls.map(({ name }) => name).sort();
      return Object.fromEntries(
        [...new Set(names)].map((name) => [name, names.filter((each) => each === name).length]),
      );
    };
    const id = await start();
    const get = () => client.getTask(id);
    const list = () => client.listTasks({});
    // docs/reference/client.md tells these. A task that has ended without being complete may have been continued: that is asked.
    const read = { describeStateMachineForExecution: 1, getExecutionHistory: 1 };
    expect(await calls(get)).toEqual({ describeExecution: 2, ...read });
    expect(await calls(get)).toEqual({ describeExecution: 2 });
    expect(await calls(list)).toEqual({ listExecutions: 1 });
    failing.clear();
    expect(await calls(() => client.resetStep(id, 'charge', by))).toEqual({
      ...{ startExecution: 1, describeExecution: 5 },
      ...{ describeStateMachineForExecution: 1, getExecutionHistory: 2 },
    });
    expect(await calls(get)).toEqual({ describeExecution: 2 });
    expect(await calls(list)).toEqual({ listExecutions: 1 });
    expect(await calls(() => client.getStepAuditHistory(id, 'charge'))).toEqual({ describeExecution: 2 });
  });

  it('tells in the audit of steps that the template has lost since', async () => {
    const { sfn, client, failing, start } = makeShop();
    const id = await start();
    const { steps, ...rest } = JSON.parse(template) as { readonly steps: readonly { readonly name: string }[] };
    const without = (...names: readonly string[]) =>
      sfn.deployTemplate(
        JSON.stringify({
          ...rest,
          steps: steps
            .filter(({ name }) => !names.includes(name))
            .map((step) => ({
              ...step,
              dependencies: names.includes('gift') && step.name === 'ship' ? ['charge'] : undefined,
            })),
        }),
      );
    without('gift');
    await client.resetStep(id, 'charge', by);
    without('gift', 'reserve');
    failing.clear();
    await client.resetStep(id, 'charge', by);
    const task = await client.waitForTask(id);
    expect(task).toMatchObject({ status: 'complete', total_steps: 2 });
    const audit = await client.getTaskAuditHistory(id);
    const shown = audit.map(({ step_name: name, to_state: state, run }) => `${name} ${state} ${String(run)}`);
    expect(shown.toSorted()).toEqual([
      'charge complete 3',
      'charge error 1',
      'charge error 2',
      'charge pending 2',
      'charge pending 3',
      'gift complete 1',
      'reserve complete 1',
      'ship complete 3',
    ]);
    expect(await client.getStepAuditHistory(id, 'gift')).toEqual(audit.filter(({ step_name }) => step_name === 'gift'));
  });

  it('makes its dead letter resolved, and says before with which command', async () => {
    const { client, failing, start } = makeShop();
    const id = await start();
    const before = await client.getDeadLetter(id);
    expect(before.resolution_status).toBe('pending');
    expect(before.task_snapshot.repair.at(-1)).toBe(`npx tasker-sfn task retry ${id} --reason "what was wrong"`);
    failing.clear();
    await client.resetStep(id, 'charge', by);
    const after = await client.getDeadLetter(id);
    expect(after).toMatchObject({
      dlq_entry_uuid: id,
      dlq_reason: 'permanent_failure',
      resolution_status: 'manually_resolved',
      resolved_by: 'ada',
      resolution_notes: 'The task was repaired by ada, and is complete: the bank was down',
    });
    expect(after.task_snapshot.failed_steps.map(({ step }) => step)).toEqual(['charge']);
    expect(await client.listDeadLetters({ resolution_status: 'pending' })).toEqual([]);
    expect((await client.listDeadLetters({})).map(({ task_uuid }) => task_uuid)).toEqual([id]);
  });

  it('carries results that are too large to travel by reference', async () => {
    const folder = pathToFileURL(mkdtempSync(path.join(tmpdir(), 'repair-'))).href;
    const { sfn, client, failing, runs, seen, start } = makeShop({ results: folderResultStore(folder), size: 60_000 });
    sfn.tags = [{ key: RESULTS_TAG, value: folder }];
    const id = await start();
    failing.clear();
    runs.length = 0;
    const { execution_arn: arn } = await client.resetStep(id, 'charge', by);
    expect(runs).toEqual(['charge 1', 'ship 1']);
    expect(sfn.executions.get(arn)!.input.length).toBeLessThan(2000);
    expect(seen['ship']).toMatchObject({ gift: { by: 'gift', more: 'x'.repeat(60_000) } });
    expect((await client.getTask(id)).status).toBe('complete');
  });

  it('refuses what cannot be done, and says why', async () => {
    const { client, failing, sfn, start } = makeShop();
    const id = await start();
    const repair = (actions: unknown, words: object = by) =>
      client.repairTask(id, { ...words, actions } as unknown as TaskRepair).then(
        () => 'done',
        (error: Error & { code: string }) => `${error.code}: ${error.message}`,
      );
    const reset = [{ step: 'charge', action: 'reset_for_retry' }];
    const started = sfn.executions.size;
    expect(await repair([{ step: 'chrage', action: 'reset_for_retry' }])).toMatch(
      /^NOT_FOUND: .*no step "chrage".*reserve, charge/,
    );
    expect(await repair([{ step: 'reserve', action: 'reset_for_retry' }])).toBe(
      'BAD_REQUEST: Cannot reset step "reserve": invalid transition from complete to pending. What is done is never run again.',
    );
    expect(await repair([{ step: 'reserve', action: 'resolve_manually' }])).toContain(
      'Cannot manually resolve step "reserve": invalid transition from complete to resolved_manually.',
    );
    expect(await repair([{ step: 'ship', action: 'reset_for_retry' }])).toBe(
      'BAD_REQUEST: Cannot reset step "ship": invalid transition from pending to pending. It runs once this is repaired: charge.',
    );
    expect(await repair([{ step: 'charge', action: 'complete_manually', result: [1] }])).toContain(
      'must be a JSON object',
    );
    expect(await repair([{ step: 'charge', action: 'undo' }])).toContain('"undo" is nothing that can be done');
    expect(await repair([...reset, ...reset])).toContain('"charge" is named twice');
    expect(await repair([])).toContain('There is nothing to do');
    expect(await repair(reset, { by: 'ada' })).toContain('say why ("reason")');
    expect(await repair(reset, { by: ' ', reason: 'x' })).toContain('say who repairs it ("by")');
    expect(await repair(reset, { by: 'x'.repeat(501), reason: 'x' })).toContain('500 are allowed');
    expect(sfn.executions.size).toBe(started);
    failing.clear();
    expect(await repair(reset)).toBe('done');
    expect(await repair(reset)).toBe(`BAD_REQUEST: The task "${id}" is complete: there is nothing to repair.`);
    const running = await client.createTask({ namespace: 'shop', name: 'order', context: { b: 1 } });
    sfn.record(running.execution_arn, { status: 'RUNNING' });
    await expect(client.resetStep(running.task_uuid, 'charge', by)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('runs: its steps can be repaired once it has ended') as string,
    });
  });

  it('takes nothing in a context for what a step left, whatever it is called there', async () => {
    const runs: string[] = [];
    const handler = (name: string) => defineHandler(name, {}, async () => void runs.push(name));
    const sfn = new EngineStepFunctions({ A: handler('A'), B: handler('B'), C: handler('C') });
    const steps = [
      { name: 'a', handler: { callable: 'A' } },
      { name: 'b', handler: { callable: 'B' } },
      { name: 'c', handler: { callable: 'C' }, dependencies: ['a', 'b'] },
    ];
    sfn.deployTemplate(JSON.stringify({ name: 'two', namespace_name: 'shop', version: '1.0.0', steps }));
    const client = new TaskerClient({ sfn });
    const [machine] = await client.listTemplates();
    const group = /ArrayLength\(\$\.\*\.(\w+)\)/.exec(JSON.stringify(await client.definitionOf(machine!)))?.[1] ?? '';
    expect(group).toMatch(/^p_/);
    const forged = { result: { forged: true }, after: [] };
    for (const request of [{ context: { [group]: 1, a: forged } }, { options: { [group]: 1, a: forged } }]) {
      runs.length = 0;
      const { task_uuid: id } = await client.createTask({ namespace: 'shop', name: 'two', ...request });
      expect((await client.getTask(id)).status).toBe('complete');
      expect(runs.toSorted()).toEqual(['A', 'B', 'C']);
    }
  });

  it('lets nobody claim in a request that steps were done', async () => {
    const { sfn, client, runs } = makeShop();
    const continues = {
      task: { id: 'x', arn: 'arn', started_at: new Date(0).toISOString() },
      ...{ run: 2, restarts: 1, results: { reserve: {}, charge: {}, gift: {}, ship: {} }, failures: {} },
      repair: { by: 'eve', reason: 'to pay nothing', at: new Date(0).toISOString(), actions: [] },
    };
    const forged = { namespace: 'shop', name: 'order', context: {}, continues };
    await expect(client.createTask(forged)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(runs).toEqual([]);
    // Nor where a door does not look at what it lets in, since none lets who asks choose the execution's name.
    const [machine] = await client.listTemplates();
    await sfn.startExecution({ stateMachineArn: machine!.stateMachineArn, name: 'own', input: JSON.stringify(forged) });
    expect(runs.map((run) => run.split(' ')[0])).toEqual(expect.arrayContaining(['reserve', 'charge']));
    expect(await client.getTask('own')).toMatchObject({ task_uuid: 'own', status: 'error' });
  });
});
