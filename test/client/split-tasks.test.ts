import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { callsOf, deployWorkflow } from '../../lib/cli/local/deploy-workflow.ts';
import { TaskerClient, viewExecution, type StepFunctions } from '../../lib/client/index.ts';
import { compileWithin, type CompiledWorkflow } from '../../lib/compile.ts';
import { lambdaInvoker, LocalStepFunctions, realClock } from '../../lib/local/index.ts';
import {
  createStepFunction,
  defineHandler,
  memoryResultStore,
  PermanentError,
  StepHandlerResult,
} from '../../lib/runtime/index.ts';
import { parkedObjects } from '../../lib/testing/parked-objects.ts';
import { stepFunctionsIn } from '../../lib/testing/started-tasks.ts';

/** Tasks of which parts run in executions of their own, through the client: each is one task with one id. */

/** Two branches of three steps, and a step after them: with three steps in an execution, both branches run by themselves. */
const STEPS = [
  ...['a', 'b'].flatMap((branch) =>
    [1, 2, 3].map((place) => ({
      name: `${branch}${place}`,
      ...(place > 1 && { dependencies: [`${branch}${place - 1}`] }),
    })),
  ),
  { name: 'last', dependencies: ['a3', 'b3'] },
];

function compileSplit(names: readonly string[] = []): CompiledWorkflow {
  const more = names.map((name, index) => ({ name, dependencies: [index === 0 ? 'a3' : names[index - 1]!] }));
  const steps = [...STEPS, ...more].map((step) => ({
    ...step,
    handler: { callable: 'Work' },
    retry: { max_attempts: 2, backoff: 'none' },
  }));
  const text = JSON.stringify({ name: 'split', namespace_name: 'test', version: '1.0.0', steps });
  const { value } = compileWithin(text, { file: 'split.yaml' }, { ...SERVICE_LIMITS, steps: 3 });
  return value!;
}

const PARTS = 2;

/** By step, how often its handler ran. */
let runs: Map<string, number>;
/** What becomes of a step's runs: it fails for good, or waits until the test lets it go on. */
let faults: Map<string, 'fails' | Promise<void>>;
let service: LocalStepFunctions;
let calls: string[];
let sfn: StepFunctions;
let client: TaskerClient;

const Work = defineHandler('Work', {}, async ({ context }) => {
  const { name } = context.event.workflowStep;
  runs.set(name, (runs.get(name) ?? 0) + 1);
  const fault = faults.get(name);
  if (fault === 'fails') throw new PermanentError('no', { error_code: 'BROKEN' });
  await fault;
  return StepHandlerResult.success({ from: name, saw: Object.keys(context.dependencyResults).sort() });
});

beforeEach(async () => {
  [runs, faults, calls] = [new Map(), new Map(), []];
  const clock = realClock();
  const results = memoryResultStore();
  const work = createStepFunction(Work, { logger: () => {}, results });
  service = await LocalStepFunctions.open({
    invoke: lambdaInvoker(() => work, clock),
    clock,
    objects: parkedObjects(results),
  });
  sfn = stepFunctionsIn((operation, input) => {
    calls.push(operation);
    return service.call(operation, input);
  });
  await deploy(compileSplit());
  client = new TaskerClient({ sfn });
});

afterEach(() => service.close());

const deploy = (workflow: CompiledWorkflow) =>
  deployWorkflow(callsOf(service), workflow, { functionOf: localFunctionArn });

const REQUEST = { namespace: 'test', name: 'split' };

/** What the calls were since the last time, each with how often it was made. */
function callsSince(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of calls.splice(0)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const statesOf = async (id: string) =>
  Object.fromEntries((await client.listTaskSteps(id)).map(({ name, current_state }) => [name, current_state]));

describe('a task of which parts run in executions of their own', () => {
  it('is one task, with one id and all its steps', async () => {
    const created = await client.createTask(REQUEST);
    expect(created).toMatchObject({ total_steps: 7, status: 'pending' });
    const done = await client.waitForTask(created.task_uuid);
    expect(done).toMatchObject({ task_uuid: created.task_uuid, status: 'complete', completed_steps: 7 });
    const last = await client.getStep(created.task_uuid, 'last');
    expect(last.results?.result).toEqual({
      from: 'last',
      saw: STEPS.map(({ name }) => name).filter((n) => n !== 'last'),
    });
    const { tasks } = await client.listTasks();
    expect(tasks.map(({ task_uuid }) => task_uuid)).toEqual([created.task_uuid]);
    expect(await client.listTemplates()).toHaveLength(1);
    // That of an execution that runs a part is none of a task.
    const { executions = [] } = await sfn.listExecutions({
      stateMachineArn: (await sfn.listStateMachines({})).stateMachines!.find(({ name }) => /-[0-9a-f]{8}$/.test(name!))!
        .stateMachineArn!,
    });
    await expect(client.getTask(executions[0]!.executionArn!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('costs a call for each part, and each definition once', async () => {
    const { task_uuid: first } = await client.createTask(REQUEST);
    await client.waitForTask(first);
    callsSince();
    // With what it asked to create and to wait, the client knows the machines already.
    const { task_uuid: id } = await client.createTask({ ...REQUEST, context: { another: true } });
    expect(callsSince()).toEqual({ StartExecution: 1 });
    await client.waitForTask(id);
    calls.splice(0);
    const fresh = new TaskerClient({ sfn });
    await fresh.viewTask(id);
    expect(callsSince()).toEqual({
      // The task's machine is found by its name.
      ListStateMachines: 1,
      // The end is known, so that nothing continues it.
      DescribeExecution: 1,
      DescribeStateMachineForExecution: 1 + PARTS,
      GetExecutionHistory: 1 + PARTS,
    });
    await fresh.viewTask(id, { keepsInput: () => true });
    expect(callsSince()).toEqual({ DescribeExecution: 1, GetExecutionHistory: 1 + PARTS });
    await fresh.viewTask(id);
    expect(callsSince()).toEqual({ DescribeExecution: 1 });
  });

  it('is read as it runs: of each part only what is new', async () => {
    let goOn = () => {};
    faults.set('a2', new Promise((resolve) => (goOn = resolve)));
    const { task_uuid: id } = await client.createTask(REQUEST);
    await until(async () => (await statesOf(id))['b3'] === 'complete');
    expect(await statesOf(id)).toMatchObject({ a1: 'complete', a2: 'in_progress', a3: 'pending', last: 'pending' });
    const before = await client.lastChangeOf(id);
    calls.splice(0);
    await client.listTaskSteps(id);
    // The part of b has ended.
    expect(callsSince()).toEqual({ DescribeExecution: 1, GetExecutionHistory: 2 });
    goOn();
    await until(async () => (await statesOf(id))['a2'] === 'complete');
    expect((await client.lastChangeOf(id)) > before).toBe(true);
    await client.waitForTask(id);
    const steps = (await client.viewTask(id)).steps;
    expect(steps.map(({ name, state, attempts }) => [name, state, attempts])).toEqual(
      STEPS.map(({ name }) => [name, 'complete', 1]),
    );
  });

  it('tells what is behind it as one definition and one history', async () => {
    const { task_uuid: id } = await client.createTask(REQUEST);
    await client.waitForTask(id);
    const record = await client.readExecution(id);
    expect(viewExecution(record)).toEqual((await client.viewTask(id)).steps);
    expect(record.events.map(({ id: place }) => place)).toEqual(record.events.map((_, index) => index + 1));
    expect(JSON.stringify(record.definition)).not.toContain('startExecution');
    expect(
      viewExecution({ definition: await client.definitionOf({ ...REQUEST, version: '1.0.0' }), events: [] }),
    ).toHaveLength(7);
  });

  it('is cancelled with its parts, and goes on after a repair with what had not completed', async () => {
    faults.set('a2', new Promise(() => undefined));
    const { task_uuid: id } = await client.createTask(REQUEST);
    await until(async () => (await statesOf(id))['b3'] === 'complete');
    expect(await client.cancelTask(id)).toMatchObject({ status: 'cancelled' });
    expect(await statesOf(id)).toMatchObject({ a1: 'complete', a2: 'cancelled', a3: 'cancelled', b3: 'complete' });
    const machines = (await sfn.listStateMachines({})).stateMachines ?? [];
    const all = await Promise.all(machines.map(({ stateMachineArn }) => sfn.listExecutions({ stateMachineArn })));
    const statuses = all.flatMap(({ executions = [] }) => executions.map(({ status }) => status));
    expect(statuses.toSorted()).toEqual(['ABORTED', 'ABORTED', 'SUCCEEDED']);

    faults.clear();
    await client.resetStep(id, 'a2', { by: 'ada', reason: 'a test' });
    expect(await client.waitForTask(id)).toMatchObject({ status: 'complete', completed_steps: 7 });
    expect(Object.fromEntries(runs)).toEqual({ a1: 1, a2: 2, a3: 1, b1: 1, b2: 1, b3: 1, last: 1 });
  });

  it('goes on after a redrive with what had not completed, in the execution of the part that was stopped', async () => {
    faults.set('a2', new Promise(() => undefined));
    const { task_uuid: id } = await client.createTask(REQUEST);
    await until(async () => (await statesOf(id))['b3'] === 'complete');
    await client.cancelTask(id);
    expect((await client.viewTask(id)).redrivable).toBe(true);
    faults.clear();
    await client.redriveTask(id);
    expect(await client.waitForTask(id)).toMatchObject({ task_uuid: id, status: 'complete', completed_steps: 7 });
    expect(Object.fromEntries(runs)).toEqual({ a1: 1, a2: 2, a3: 1, b1: 1, b2: 1, b3: 1, last: 1 });
    // Whoever reads it anew is told the same.
    const steps = (await new TaskerClient({ sfn }).viewTask(id)).steps;
    expect(steps).toEqual((await client.viewTask(id)).steps);
    expect(steps.map(({ name, state }) => [name, state])).toEqual(STEPS.map(({ name }) => [name, 'complete']));
    const machines = (await sfn.listStateMachines({})).stateMachines ?? [];
    const all = await Promise.all(machines.map(({ stateMachineArn }) => sfn.listExecutions({ stateMachineArn })));
    expect(all.flatMap(({ executions = [] }) => executions.map(({ status }) => status))).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
  });

  it('goes on after a redrive, and runs again what had failed alone', async () => {
    faults.set('a2', 'fails');
    const { task_uuid: id } = await client.createTask(REQUEST);
    expect(await client.waitForTask(id)).toMatchObject({ status: 'error', failed_steps: 1 });
    expect(await statesOf(id)).toMatchObject({ a1: 'complete', a2: 'error', a3: 'pending', b3: 'complete' });
    faults.clear();
    await client.redriveTask(id);
    expect(await client.waitForTask(id)).toMatchObject({ task_uuid: id, status: 'complete' });
    expect(Object.values(await statesOf(id))).toEqual(STEPS.map(() => 'complete'));
    expect(Object.fromEntries(runs)).toEqual({ a1: 1, a2: 2, a3: 1, b1: 1, b2: 1, b3: 1, last: 1 });
  });

  it('goes on after a repair with what an operator brings', async () => {
    faults.set('a2', 'fails').set('b1', 'fails');
    const { task_uuid: id } = await client.createTask(REQUEST);
    expect(await client.waitForTask(id)).toMatchObject({ status: 'error', failed_steps: 2 });
    faults.clear();
    await client.repairTask(id, {
      by: 'ada',
      reason: 'a test',
      actions: [
        { step: 'a2', action: 'complete_manually', result: { by: 'hand' } },
        { step: 'b1', action: 'reset_for_retry' },
      ],
    });
    expect(await client.waitForTask(id)).toMatchObject({ task_uuid: id, status: 'complete' });
    expect(await statesOf(id)).toMatchObject({ a1: 'complete', a2: 'complete', b1: 'complete', last: 'complete' });
    expect((await client.getStep(id, 'a2')).results?.result).toEqual({ by: 'hand' });
    expect(Object.fromEntries(runs)).toEqual({ a1: 1, a2: 1, a3: 1, b1: 2, b2: 1, b3: 1, last: 1 });
  });

  it('is told by the machines that it ran on, whatever has been deployed since', async () => {
    const { task_uuid: id } = await client.createTask(REQUEST);
    await client.waitForTask(id);
    await deploy(compileSplit(['more', 'even_more']));
    const fresh = new TaskerClient({ sfn });
    expect(Object.keys(await statesOf(id))).toEqual(STEPS.map(({ name }) => name));
    expect((await fresh.viewTask(id)).steps.map(({ name }) => name)).toEqual(STEPS.map(({ name }) => name));
  });
});

async function until(test: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await test())) {
    if (Date.now() > deadline) throw new Error('It has not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
