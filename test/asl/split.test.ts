import { describe, expect, it } from 'vitest';
import { bindMachines } from '../../lib/asl/child-machines.ts';
import { SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { compileTemplate, compileWithin, type CompiledWorkflow } from '../../lib/compile.ts';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import {
  redriveExecution,
  startExecution,
  StatesError,
  validateDefinition,
  virtualClock,
  type Clock,
  type TaskInvoker,
} from '../../lib/local/index.ts';
import { Limit } from '../../lib/states-language/limits.ts';

interface StepText {
  readonly name: string;
  readonly dependencies?: readonly string[];
}

function textOf(steps: readonly StepText[]): string {
  const all = steps.map((step) => ({ handler: { callable: 'Test::Handler' }, ...step }));
  return JSON.stringify({ name: 'large', namespace_name: 'test', version: '1.0.0', steps: all });
}

const shapes: Readonly<Record<string, (index: number) => readonly number[]>> = {
  'a chain': (index) => (index === 0 ? [] : [index - 1]),
  'a star': (index) => (index === 0 ? [] : [0]),
  roots: () => [],
  'diamonds of ten': (index) => {
    if (index === 0) return [];
    return index % 11 === 0 ? Array.from({ length: 10 }, (_, k) => index - 10 + k) : [index - (index % 11)];
  },
  'ten lanes that cross': (index) => (index < 10 ? [] : [index - 10, ...(index % 97 === 0 ? [index - 9] : [])]),
};

function stepsOf(shape: string, count: number): readonly StepText[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `step_${index}`,
    dependencies: shapes[shape]!(index).map((other) => `step_${other}`),
  }));
}

/** What a step's function is sent, as far as these tests look at it. */
interface Sent extends JsonObject {
  readonly step: { readonly name: string; readonly dependencies?: readonly string[] };
  readonly data: JsonObject;
  readonly redrives: number;
}

/** Does the work of Tasks: `seen` takes what they are sent. */
function answering(seen: Sent[] = [], before: (sent: Sent) => void = () => undefined): TaskInvoker {
  return async (call) => {
    const sent = call.parameters as Sent;
    seen.push(sent);
    before(sent);
    return { result: { from: sent.step.name }, after: sent.step.dependencies ?? [] };
  };
}

function run(workflow: Pick<CompiledWorkflow, 'definition' | 'children'>, invoke: TaskInvoker) {
  const options = { ...bindMachines(workflow), invoke, clock: virtualClock() };
  return { options, execution: startExecution({ ...options, input: { context: { secret: 'x' } } }) };
}

describe('a task that is too large for one execution', () => {
  it.each(Object.keys(shapes))('runs: 1,000 steps as %s', { timeout: 240_000 }, async (shape) => {
    const { value } = compileTemplate(textOf(stepsOf(shape, 1000)), { file: 'large.yaml' });
    const { children, definitionBytes, historyEvents } = value!;
    expect(children.length).toBeGreaterThan(0);
    for (const bytes of [definitionBytes, ...children.map((child) => child.definitionBytes)])
      expect(bytes).toBeLessThanOrEqual(Limit.definitionBytes);
    expect(historyEvents).toBeLessThanOrEqual(Limit.historyEvents);
    const outcome = await run(value!, answering()).execution.finished;
    expect(outcome.status).toBe('SUCCEEDED');
    expect(Object.keys(JSON.parse(outcome.output!) as object)).toHaveLength(1000);
  });

  it('compiles in linear time', { timeout: 120_000 }, () => {
    const secondsFor = (count: number) => {
      const text = textOf(stepsOf('a chain', count));
      const before = process.cpuUsage();
      expect(compileTemplate(text, { file: 'large.yaml' }).value).toBeDefined();
      return process.cpuUsage(before).user / 1e6;
    };
    secondsFor(1000);
    // Four times as many steps: of a quadratic one sixteen times as long.
    expect(secondsFor(4000) / secondsFor(1000)).toBeLessThan(9);
  });

  it('has as few parts as there can be, and none of parts', () => {
    const { value } = compileTemplate(textOf(stepsOf('a chain', 1200)), { file: 'large.yaml' });
    expect(value!.children).toHaveLength(1);
    expect(JSON.stringify(value!.children.map(({ definition }) => definition))).not.toContain('startExecution');
  });
});

describe('the cut', () => {
  it('is where it is cheapest: of parts that are as large, one that ends a branch is not asked what came of it', () => {
    const steps: readonly StepText[] = [
      ...['a', 'b', 'c', 'd', 'e'].map((name, index, all) => ({
        name,
        ...(index > 0 && { dependencies: [all[index - 1]!] }),
      })),
      { name: 'other' },
      { name: 'last', dependencies: ['e', 'other'] },
    ];
    const { value } = compileWithin(textOf(steps), { file: 'cut.yaml' }, { ...SERVICE_LIMITS, steps: 4 });
    expect(value!.children.map((child) => [child.steps, child.transitions])).toEqual([[['b', 'c', 'd', 'e'], 1]]);
    expect(value!.split!.transitions).toBe(1);
  });
});

/** Two branches of three steps, and a step after them: the branches run in executions of their own. */
const branches: readonly StepText[] = [
  ...['a', 'b'].flatMap((branch) => [
    { name: `${branch}1` },
    { name: `${branch}2`, dependencies: [`${branch}1`] },
    { name: `${branch}3`, dependencies: [`${branch}2`] },
  ]),
  { name: 'last', dependencies: ['a3', 'b3'] },
];

function compileParted(): CompiledWorkflow {
  return compileWithin(textOf(branches), { file: 'parted.yaml' }, { ...SERVICE_LIMITS, steps: 3 }).value!;
}

/** Work that takes some time, when it has begun. */
function slowly(clock: Clock, work: TaskInvoker, ms = 60_000): TaskInvoker {
  return async (call) => {
    const reply = await work(call);
    await clock.sleep(ms);
    return reply;
  };
}

const namesOf = (seen: readonly Sent[]) => seen.map(({ step }) => step.name);

describe('an execution that runs a part of a task', () => {
  it('is sent what its steps read, with the execution of the task in place of its own', async () => {
    const seen: Sent[] = [];
    const { execution } = run(compileParted(), answering(seen));
    await execution.finished;
    expect(seen[0]!.data.execution).toMatchObject({ Id: execution.arn, Input: { context: { secret: 'x' } } });
    expect(JSON.stringify(seen.find(({ step }) => step.name === 'b2'))).not.toContain('a1');
  });

  it('that breaks has failed at its first step, and stops nothing that does not depend on it', async () => {
    const workflow = compileParted();
    const broken = { StartAt: 'x', States: { x: { Type: 'Fail', Error: 'Gone' } } } as const;
    const children = workflow.children.map((child) =>
      child.steps[0] === 'a1' ? { ...child, definition: broken } : child,
    );
    const seen: Sent[] = [];
    const outcome = await run({ ...workflow, children }, answering(seen)).execution.finished;
    const { failed, blocked } = JSON.parse(outcome.cause!) as TaskFailure;
    expect(failed).toMatchObject([{ step: 'a1', error: 'States.TaskFailed' }]);
    expect(failed[0]!.message).toContain('Gone');
    // The request is nobody's business who is told why.
    expect(outcome.cause).not.toContain('secret');
    expect(blocked).toEqual(['a2', 'a3', 'last']);
    expect(namesOf(seen)).toEqual(['b1', 'b2', 'b3']);
  });

  it('goes on after a redrive as another execution, from which what had completed is not lost', async () => {
    let fails = true;
    const seen: Sent[] = [];
    const invoke = answering(seen, ({ step }) => {
      if (step.name === 'a2' && fails) throw new StatesError('PermanentError', '{}');
    });
    const { execution, options } = run(compileParted(), invoke);
    expect((await execution.finished).status).toBe('FAILED');
    fails = false;
    seen.length = 0;
    const redriven = redriveExecution(execution, options);
    expect((await redriven.finished).status).toBe('SUCCEEDED');
    expect(namesOf(seen).at(-1)).toBe('last');
    expect(JSON.stringify(seen.find(({ step }) => step.name === 'a1')?.data.steps)).toContain('"a1":{"result"');
  });

  it('goes on itself when the task is redriven with which it was stopped: nothing that has completed runs again', async () => {
    const clock = virtualClock();
    const seen: Sent[] = [];
    const options = { ...bindMachines(compileParted()), invoke: slowly(clock, answering(seen)), clock };
    const execution = startExecution({ ...options, input: { context: {} } });
    await clock.sleep(90_000);
    execution.stop('Cancelled', 'by a test');
    await execution.finished;
    expect(namesOf(seen).sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
    seen.length = 0;
    const redriven = redriveExecution(execution, options);
    await clock.sleep(30_000);
    redriven.stop('Cancelled', 'again');
    await redriven.finished;
    const { status } = await redriveExecution(redriven, options).finished;
    expect(status).toBe('SUCCEEDED');
    expect(namesOf(seen).sort()).toEqual(['a2', 'a2', 'a3', 'b2', 'b2', 'b3', 'last']);
    // It is told how often.
    expect(seen.filter(({ step }) => step.name === 'a2').map(({ redrives }) => redrives)).toEqual([1, 2]);
  });

  it('goes on itself in a branch, too, after another part of the task did before the branches', async () => {
    const steps: readonly StepText[] = [
      ...['h1', 'h2', 'h3', 'h4', 'a1', 'a2', 'a3', 'a4'].map((name, index, names) => ({
        name,
        dependencies: names.slice(Math.max(0, index - 1), index),
      })),
      { name: 'b1', dependencies: ['h4'] },
      { name: 'last', dependencies: ['a4', 'b1'] },
    ];
    const { value } = compileWithin(textOf(steps), { file: 'parted.yaml' }, { ...SERVICE_LIMITS, steps: 4 });
    expect(value!.children.map((child) => child.steps[0])).toEqual(['h1', 'a1']);
    const { definition, machines } = bindMachines(value!);
    // No variable may be assigned both in a scope and in one inside of it.
    expect(validateDefinition(JSON.stringify(definition))).toEqual([]);
    const clock = virtualClock();
    const seen: Sent[] = [];
    const options = { definition, machines, clock, invoke: slowly(clock, answering(seen)) };
    let execution = startExecution({ ...options, input: { context: {} } });
    for (const ms of [210_000, 150_000]) {
      await clock.sleep(ms);
      execution.stop('Cancelled', 'by a test');
      await execution.finished;
      execution = redriveExecution(execution, options);
    }
    expect(await execution.finished).toMatchObject({ status: 'SUCCEEDED' });
    const runs = namesOf(seen).sort();
    expect(runs).toEqual(['a1', 'a2', 'a2', 'a3', 'a4', 'b1', 'h1', 'h2', 'h3', 'h4', 'h4', 'last']);
  });

  it('goes on itself when the task is redriven that took too long, with as much time again', async () => {
    const clock = virtualClock();
    const seen: Sent[] = [];
    const text = JSON.stringify({ ...JSON.parse(textOf(branches)), lifecycle: { max_duration_minutes: 1 } });
    const { value } = compileWithin(text, { file: 'timed.yaml' }, { ...SERVICE_LIMITS, steps: 3 });
    const options = { ...bindMachines(value!), invoke: slowly(clock, answering(seen), 25_000), clock };
    const execution = startExecution({ ...options, input: { context: {} } });
    expect((await execution.finished).status).toBe('TIMED_OUT');
    expect(namesOf(seen).sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
    seen.length = 0;
    expect((await redriveExecution(execution, options).finished).status).toBe('SUCCEEDED');
    expect(namesOf(seen).sort()).toEqual(['a3', 'b3', 'last']);
  });

  it('is stopped when the task is', async () => {
    const clock = virtualClock();
    const { options } = run(compileParted(), answering());
    const events: string[] = [];
    const execution = startExecution({
      ...options,
      clock,
      input: { context: {} },
      invoke: () => clock.sleep(60_000).then(() => null),
      onNestedEvent: ({ type }) => events.push(type),
    });
    await clock.sleep(1000);
    execution.stop('Cancelled', 'by a test');
    expect((await execution.finished).status).toBe('ABORTED');
    expect(events.filter((type) => type === 'ExecutionAborted')).toHaveLength(2);
  });
});
