import { bindMachines } from '../../lib/asl/child-machines.ts';
import { SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { compileWithin } from '../../lib/compile.ts';
import { Rendezvous } from '../../lib/contract/rendezvous.ts';
import type { StepEvent } from '../../lib/contract/step-event.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import {
  LambdaFault,
  localTasks,
  redriveExecution,
  startExecution,
  virtualClock,
  type LambdaFunction,
} from '../../lib/local/index.ts';
import {
  createPublishingFunction,
  DecisionHandler,
  PermanentError,
  RetryableError,
  StepHandlerResult,
  type ResultStore,
  type StepContext,
  type StepHandlerClass,
} from '../../lib/runtime/index.ts';
import { loadCheckpoints } from '../../lib/runtime/later/load-checkpoints.ts';
import { loadDecisions } from '../../lib/runtime/later/load-decisions.ts';
import { loadFailures } from '../../lib/runtime/later/load-failures.ts';
import { loadStorage } from '../../lib/runtime/later/load-storage.ts';
import { loadUnusual } from '../../lib/runtime/later/load-unusual.ts';
import { isUnansweredRun } from '../../lib/contract/step-event.ts';
import type { Behaviour, Scenario } from './scenarios.ts';

/** One invocation of a step's function: what it is sent, what its handler does, and what it answers. */
export interface WireCase {
  readonly name: string;
  /** What the handler does in this invocation, run by run. */
  readonly runs: readonly Behaviour[];
  readonly event: JsonValue;
  /** The milliseconds that the invocation has. */
  readonly time: number;
  /** What the result store holds before it, by key. */
  readonly store: Readonly<Record<string, JsonValue>>;
  /** `reply`, or the name of the `error` and its message, which is JSON. */
  readonly answer: { readonly reply: JsonValue } | { readonly error: string; readonly details: JsonValue };
  /** What it puts into the result store. */
  readonly stored: Readonly<Record<string, JsonValue>>;
}

const BEGIN = Date.parse('2026-01-02T03:04:05.000Z');

/** What the runtime loads when it first needs it: while it does, time passes on the clock of the engine. */
const loaded = Promise.all([loadCheckpoints(), loadDecisions(), loadFailures(), loadStorage(), loadUnusual()]);

/** Runs a scenario on the engine, and records all invocations of its functions. */
export async function record(scenario: Scenario): Promise<readonly WireCase[]> {
  const text = `name: ${scenario.name.replaceAll('-', '_')}\nnamespace_name: wire\nversion: 1.0.0\nsteps:\n${scenario.steps}`;
  const compiled = compileWithin(
    text,
    { file: 'wire.yaml', ...(scenario.sync && { sync: scenario.sync }) },
    { ...SERVICE_LIMITS, steps: scenario.most ?? Infinity },
  );
  if (compiled.value === undefined) throw new Error(JSON.stringify(compiled.diagnostics.map(({ message }) => message)));
  await loaded;
  const cases: WireCase[] = [];
  const kept = new Map(Object.entries(scenario.kept ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
  const ran = new Map<string, number>();
  let begun = 0;
  const invoke: LambdaFunction = async (event) => {
    const { data } = event as unknown as StepEvent;
    const isUnanswered = isUnansweredRun(event);
    const step = isUnanswered ? event.unanswered : (event as unknown as StepEvent).step;
    const name = (data as { readonly batch?: { readonly worker: string } }).batch?.worker ?? step.name;
    const list = scenario.behaviours?.[name] ?? [{ tells: true }];
    const runs: Behaviour[] = [];
    const next = (): Behaviour => {
      const count = ran.get(name) ?? 0;
      ran.set(name, count + 1);
      const behaviour = list[Math.min(count, list.length - 1)] ?? { tells: true };
      runs.push(behaviour);
      return behaviour;
    };
    const [does] = list;
    if (!isUnanswered && does !== undefined && 'crashes' in does)
      throw new LambdaFault('Runtime.ExitError', does.crashes);
    const before = new Map(kept);
    const put = new Map<string, string>();
    const time = scenario.time ?? 900_000;
    const common = { name: `${scenario.name}/${name}`, event: structuredClone(event), time, store: shownStore(before) };
    const handle = createPublishingFunction(
      handlerOf(step.callable, next),
      { declared: {} },
      {
        results: storeOf(kept, put),
        logger: () => undefined,
      },
    );
    // In the order in which the calls begin: which of several ends first is nobody's promise.
    const place = begun++;
    const add = (answer: WireCase['answer']) => {
      cases[place] = withoutTimes({ ...common, runs, answer, stored: shownStore(put) });
    };
    try {
      const reply = (await handle(event, { getRemainingTimeInMillis: () => time })) as unknown as JsonValue;
      add({ reply: plain(reply) });
      return reply;
    } catch (error) {
      const { name: wireName, message } = error as Error;
      add({ error: wireName, details: JSON.parse(message) as JsonValue });
      // Its frames name files of this machine.
      throw Object.assign(error as Error, { stack: wireName });
    }
  };
  const clock = virtualClock({ start: BEGIN });
  const options = {
    ...bindMachines(compiled.value),
    invoke: localTasks({
      functions: () => invoke,
      clock,
      environment: {},
      region: 'us-east-1',
      allowAws: false,
      tables: { [Rendezvous.tableKey]: [Rendezvous.execution, Rendezvous.step] },
    }),
    clock,
    seed: 1,
  };
  let execution = startExecution({
    ...options,
    input: scenario.request === undefined ? { context: {} } : scenario.request,
    name: scenario.execution ?? `task-of-${scenario.name}`,
    stateMachineName: `wire-${scenario.name}-1_0_0`,
  });
  if (scenario.stops !== undefined) {
    await clock.sleep(scenario.stops);
    execution.stop();
    execution = redriveExecution(execution, options);
  }
  await execution.finished;
  for (let round = 0; round < (scenario.redrives ?? 0); round += 1) {
    execution = redriveExecution(execution, options);
    await execution.finished;
  }
  return cases;
}

/** A handler that does what it is told. */
export function handlerOf(callable: string, next: () => Behaviour): StepHandlerClass {
  return class extends DecisionHandler {
    static override handlerName = callable;

    override async call(context: StepContext): Promise<StepHandlerResult> {
      const does = next();
      if ('returns' in does) return does.returns as unknown as StepHandlerResult;
      if ('returns_large' in does) return this.success({ text: 'x'.repeat(does.returns_large) });
      if ('tells' in does) return this.success(toldBy(context));
      if ('routes' in does) return this.decisionSuccess([...does.routes], { by: 'size' });
      if ('skips' in does) return this.skipBranches(does.skips);
      if ('yields' in does) {
        const { cursor, items_processed, accumulated_results } = does.yields;
        const result = {
          type: 'checkpoint_yield',
          cursor,
          items_processed,
          ...(accumulated_results && { accumulated_results }),
        };
        return StepHandlerResult.success(result, { checkpoint_yield: true, batch_worker: true });
      }
      if ('crashes' in does) throw new Error('It has crashed already.');
      if ('raises' in does) throw errorOf(does.raises);
      const { message, error_type, retryable, metadata, error_code } = does.fails;
      return StepHandlerResult.failure(message, error_type, retryable, metadata, error_code);
    }

    /** `method` of a template. */
    process(context: StepContext): Promise<StepHandlerResult> {
      return this.call(context);
    }
  };
}

function errorOf({
  class: name,
  message,
  code,
  retry_after,
}: Extract<Behaviour, { raises: unknown }>['raises']): Error {
  const told = {
    ...(code !== undefined && { errorCode: code }),
    ...(retry_after !== undefined && { retryAfter: retry_after }),
  };
  if (name === 'PermanentError') return new PermanentError(message, told);
  if (name === 'RetryableError') return new RetryableError(message, told);
  const Made = { [name]: class extends Error {} }[name] ?? Error;
  return new Made(message);
}

function toldBy(context: StepContext): Record<string, unknown> {
  const { workflowStep, task } = context.event;
  return {
    input: context.inputData,
    results: Object.fromEntries(
      context
        .getDependencyResultKeys()
        .sort()
        .map((name) => [name, sized(context.getDependencyResult(name))]),
    ),
    config: context.stepConfig,
    inputs: context.stepInputs,
    retry_count: context.retryCount,
    max_retries: context.maxRetries,
    last: context.isLastRetry(),
    cursor: context.checkpointCursor,
    items: context.checkpointItemsProcessed,
    accumulated: context.accumulatedResults,
    step: workflowStep.name,
    template_step: workflowStep.templateStepName,
    step_uuid: context.stepUuid,
    event_id: context.event.eventId,
    task_uuid: context.event.taskUuid,
    named_task_uuid: task.namedTaskUuid,
    correlation_id: context.event.correlationId,
    requested_at: task.requestedAt,
    redrive_count: task.redriveCount ?? 0,
  };
}

/** Large texts would fill the cases. */
function sized(result: unknown): unknown {
  const { text } = (result ?? {}) as { readonly text?: unknown };
  return typeof text === 'string' && text.length > 1000 ? { characters: text.length } : result;
}

function storeOf(kept: Map<string, string>, put: Map<string, string>): ResultStore {
  return {
    put: (key, json) => {
      kept.set(key, json);
      put.set(key, json);
      return Promise.resolve(`local:${key}`);
    },
    get: (uri) => Promise.resolve(kept.get(uri.slice('local:'.length)) ?? ''),
    find: (key) => Promise.resolve(kept.get(key)),
  };
}

function shownStore(kept: ReadonlyMap<string, string>): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries([...kept].map(([key, json]) => [key, shownStored(JSON.parse(json) as JsonValue)]));
}

function shownStored(value: JsonValue): JsonValue {
  const { text } = value as JsonObject;
  return typeof text === 'string' && text.length > 1000 ? { returns_large: text.length } : value;
}

function plain(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

/** When a checkpoint was left is another time in each run. */
function withoutTimes(one: WireCase): WireCase {
  return JSON.parse(JSON.stringify(one).replace(/("timestamp":)"[^"]*"/g, '$1"2026-01-02T03:04:05.000Z"')) as WireCase;
}
