import { bindMachines, definitionsOf, wholeDefinition } from '../../lib/asl/child-machines.ts';
import { localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import { SERVICE_LIMITS } from '../../lib/asl/measure-program.ts';
import { JoinedHistory } from '../../lib/client/view/joined-history.ts';
import { compileWithin, type CompiledWorkflow } from '../../lib/compile.ts';
import { ExecutionView, type StepView, type TaskExecution } from '../../lib/client/index.ts';
import { planRepair, type TaskRepair } from '../../lib/client/repair/plan-repair.ts';
import { taskSteps } from '../../lib/client/view/step-view.ts';
import type { Continuation } from '../../lib/contract/continuation.ts';
import { runName } from '../../lib/contract/run-name.ts';
import { TASK_FAILED, type TaskFailure } from '../../lib/contract/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import { Rendezvous } from '../../lib/contract/rendezvous.ts';
import {
  lambdaInvoker,
  memoryTables,
  redriveExecution,
  startExecution,
  StatesError,
  taskAnswers,
  TaskTokens,
  virtualClock,
  type Execution,
  type ExecutionOutcome,
  type TaskInvoker,
} from '../../lib/local/index.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import { lengthOfDependencies } from '../../lib/plan/plan-times.ts';
import type { PlanTree } from '../../lib/plan/plan-tree.ts';
import type { Sync, WorkflowPlan } from '../../lib/plan/workflow-plan.ts';
import {
  createPublishingFunction,
  defineHandler,
  type EventBus,
  memoryResultStore,
  PermanentError,
  RetryableError,
  StepHandlerResult,
} from '../../lib/runtime/index.ts';
import type { Yields } from '../../lib/flow/yields.ts';
import type { Step } from '../../lib/template/task-template.ts';
import type { StepReply } from '../../lib/contract/step-event.ts';
import { isUnansweredRun } from '../../lib/contract/step-event.ts';
import { folderResultStore } from '../../lib/runtime/results/folder-result-store.ts';
import { parkedObjects } from '../../lib/testing/parked-objects.ts';
import { CONDITIONS, cursorOf, templateText, type WorkflowStep } from './arbitrary-workflow.ts';
import type { LanguageSteps } from './language-steps.ts';
import { workersOf, type Run } from './reference-executor.ts';

// Time would flow while the first run that needs a part of the runtime waits for it.
const parts = ['checkpoints', 'decisions', 'failures', 'storage', 'tasks', 'unusual'] as const;
await Promise.all(parts.map((name) => import(`../../lib/runtime/later/${name}.ts`)));

/** One run of a step's handler, as the handler saw it. Times in ms of the virtual clock. */
export interface HandlerRun {
  readonly start: number;
  readonly attempt: number;
  readonly saw: readonly string[];
  /** How many yields its checkpoint tells of. */
  readonly yields: number;
}

export interface WorkflowRun {
  readonly compiled: CompiledWorkflow;
  readonly outcome: ExecutionOutcome;
  readonly history: readonly HistoryEvent[];
  /** The histories of the executions that ran parts of the task. */
  readonly nested: readonly (readonly HistoryEvent[])[];
  /** The histories of child executions: of workers of large batches, and of steps that yield for long. */
  readonly children: readonly (readonly HistoryEvent[])[];
  /** All histories as one. */
  readonly joined: readonly HistoryEvent[];
  readonly failure: TaskFailure | undefined;
  /** By step, and by worker of a batch, in order. */
  readonly runs: ReadonlyMap<string, readonly HandlerRun[]>;
  /** By step, and by worker of a batch: the events that were published, as `attempt condition`, in order. */
  readonly events: ReadonlyMap<string, readonly string[]>;
  /** The ids of all of them. */
  readonly eventIds: readonly string[];
  /** How the execution ended at first and after each redrive or repair. */
  readonly rounds: readonly WorkflowRound[];
  /** By step: from its first invocation to the end of its last one. */
  readonly spans: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
}

/** How an execution ended, how often each handler had run by then, and the task as all its executions tell it. */
export interface WorkflowRound {
  readonly outcome: ExecutionOutcome;
  readonly runs: ReadonlyMap<string, number>;
  readonly steps: readonly StepView[];
}

/** The way of a request to a service and back, in ms of the virtual clock. */
export interface Hop {
  readonly there?: number;
  readonly back?: number;
  /** Where it gets lost: before the service has done anything, or after. */
  readonly lost?: 'there' | 'back' | undefined;
}

export interface RunOptions {
  readonly seed?: number;
  /** @default "barriers" */
  readonly sync?: Sync;
  /** What happens to the n-th request, counted from 1, to DynamoDB or Step Functions. @default it is answered at once */
  readonly network?: (request: number, state: string) => Hop;
  /** Whether Lambda throttles the n-th invocation of a step, counted from 1: the handler does not run. @default as the step says */
  readonly throttled?: (step: WorkflowStep, invocation: number) => boolean;
  /** Text that a step's result or error carries along, to make it large. */
  readonly ballast?: (step: string) => string;
  /** The task's context. */
  readonly context?: JsonObject;
  /** How often a failed execution is redriven. @default never */
  readonly redrives?: number;
  /** How many ms after it has started, or started again, the execution is stopped; each time it is redriven. @default never */
  readonly stops?: readonly number[];
  /** So many containers lie in one another before a group's entries lie elsewhere while it runs. @default as many as on AWS */
  readonly levels?: number | undefined;
  /** So many steps, and parts that run by themselves, are in one execution at most. @default any number */
  readonly most?: number | undefined;
  /** Runs every second step, the first among them. @default all steps are in TypeScript */
  readonly other?: LanguageSteps | undefined;
  /** So many workers of a batch are in one execution at most. @default as many as there are */
  readonly workers?: number | undefined;
  /** How steps go on that yield for long. @default in their own execution */
  readonly yields?: Yields | undefined;
  /**
   * What an operator does after a failure, to the task as it stands then, once no function runs on that nobody waits for; nothing ends
   * it. @default nothing, unless there are redrives
   */
  readonly repair?: (
    steps: readonly StepView[],
    round: number,
    handlers: HandlersSoFar,
  ) => TaskRepair | 'redrive' | undefined;
}

/** What the handlers of a task have done, whether anybody heard of it or not. */
export interface HandlersSoFar {
  /** By step, and by worker of a batch: how often it has run. */
  readonly runs: ReadonlyMap<string, number>;
  /** The workers whose results lie in the store, where the task's next run finds them. */
  readonly kept: ReadonlySet<string>;
}

/** As long as Lambda lets a function run, in ms. */
const LONGEST_RUN_MS = 900_000;

/** Compiles a workflow and runs it on the engine, in virtual time, with handlers that behave as its steps say. */
export async function runWorkflow(
  steps: readonly WorkflowStep[],
  {
    seed = 1,
    sync = 'barriers',
    network = () => ({}),
    throttled = (step, invocation) => step.throttled?.[invocation - 1] === true,
    ballast = () => '',
    context: taskContext = {},
    stops = [],
    redrives = stops.length,
    most = Infinity,
    levels,
    workers: mostWorkers = SERVICE_LIMITS.workers,
    yields,
    repair,
    other,
  }: RunOptions = {},
): Promise<WorkflowRun> {
  const text = templateText(steps);
  const { value: compiled, diagnostics } = compileWithin(
    text,
    { file: 'random.yaml', sync, ...(yields !== undefined && { yields: new Set(steps.map(({ name }) => name)) }) },
    {
      ...SERVICE_LIMITS,
      steps: most,
      workers: mostWorkers,
      ...(levels !== undefined && { levels }),
      ...(yields !== undefined && { yields }),
    },
  );
  if (compiled === undefined)
    throw new Error(`Does not compile: ${diagnostics.map((d) => d.message).join(' ')}\n${text}`);

  // Time stands while the other process works.
  const clock = virtualClock(other === undefined ? {} : { holds: () => true });
  other?.reset();
  const runs = new Map<string, HandlerRun[]>(steps.map((step) => [step.name, []]));
  const spans = new Map<string, { start: number; end: number }>();
  const results = other === undefined ? memoryResultStore() : folderResultStore(other.results);
  const invocations = new Map<string, number>();
  /** When the latest invocation began. */
  const begun = new Map<string, number>();
  const crashed = new Set<string>();
  const kept = new Set<string>();
  const settled = (step: WorkflowStep, start: number, end: number) => {
    const known = spans.get(step.name);
    spans.set(step.name, { start: known?.start ?? start, end: Math.max(known?.end ?? end, end) });
  };
  const workers = workersIn(steps);
  const runsOf = (name: string): HandlerRun[] => {
    const known = runs.get(name) ?? [];
    runs.set(name, known);
    return known;
  };
  const nextRun = (step: WorkflowStep, name: string): Run =>
    (workers.get(name) ?? step).runs[runsOf(name).length] ?? 'ok';

  const events = new Map<string, string[]>();
  const eventIds: string[] = [];
  const bus: EventBus = {
    put: async ({ detailType, detail }) => {
      const { event_id, metadata } = detail as {
        readonly event_id: string;
        readonly metadata: { readonly step_name: string; readonly attempt: number };
      };
      // A process that has ended publishes nothing.
      if (crashed.has(metadata.step_name)) return;
      const line = `${metadata.attempt} ${detailType.slice('step.'.length)}`;
      events.set(metadata.step_name, [...(events.get(metadata.step_name) ?? []), line]);
      eventIds.push(event_id);
    },
  };

  /** The function of a step in another language: it does what the one in TypeScript does, in no time. */
  const otherFunction =
    (step: WorkflowStep, process: LanguageSteps) =>
    async (event: unknown): Promise<StepReply> => {
      const name = (isUnansweredRun(event) ? undefined : workerIn(step, event)) ?? step.name;
      const published = CONDITIONS.map((condition) => ({ name: `step.${condition}`, condition }));
      const declared = { 'property/random/1.0.0': { [step.name]: step.publishes === true ? published : [] } };
      const answer = await process.call({
        event,
        callable: `Handlers.${step.name}`,
        runs: (workers.get(name) ?? step).runs.slice(runsOf(name).length),
        retryAfter: step.retryAfterSeconds,
        result: step.result ?? {},
        outcome: outcomeOf(step),
        ballast: ballast(step.name),
        events: { declared, publishers: [], subscribers: [] },
      });
      for (const { attempt, results: seen, yields } of answer.runs) {
        const saw = Object.keys(seen).filter((other) => isFrom(other, seen[other]));
        runsOf(name).push({ start: clock.now(), attempt, saw: saw.sort(), yields });
      }
      if (answer.gone === 'timeout') {
        settled(step, clock.now(), begun.get(name)! + step.timeoutSeconds * 1000);
        await clock.sleep(step.timeoutSeconds * 2000);
      }
      if (answer.gone === 'crash') crashed.add(name);
      if (answer.gone !== undefined) throw new Error('The process ends.');
      if (answer.error === undefined) return answer.reply as unknown as StepReply;
      throw Object.assign(new Error(answer.message), { name: answer.error });
    };

  const functions = new Map(
    steps.map((step, index) => {
      if (other !== undefined && index % 2 === 0) return [step.name, otherFunction(step, other)] as const;
      const handler = defineHandler(`Handlers.${step.name}`, {}, async ({ context }) => {
        const { name } = context.event.workflowStep;
        const kind = nextRun(step, name);
        runsOf(name).push({
          start: clock.now(),
          attempt: context.retryCount + 1,
          saw: Object.keys(context.dependencyResults)
            .filter((other) => isFrom(other, context.getDependencyResult(other)))
            .sort(),
          yields: context.checkpointItemsProcessed,
        });
        if (kind === 'timeout') settled(step, clock.now(), begun.get(name)! + step.timeoutSeconds * 1000);
        await clock.sleep(kind === 'timeout' ? step.timeoutSeconds * 2000 : step.durationMs);
        switch (kind) {
          case 'retryable':
            throw new RetryableError(`not now ${ballast(step.name)}`);
          case 'retry_after':
            throw new RetryableError('later', { retry_after: step.retryAfterSeconds });
          case 'permanent':
            throw new PermanentError(`never${ballast(step.name)}`, { error_code: 'NEVER' });
          case 'throw':
            throw new TypeError('a mistake');
          case 'crash':
            // It ends the process before the runtime can say anything of it.
            crashed.add(name);
            throw new Error('The process ends.');
          case 'yield': {
            const items = context.checkpointItemsProcessed + 1;
            expectCheckpoint(context.checkpoint, items - 1, name);
            const left = { cursor: { at: items, of: name }, items_processed: items };
            const carried = { accumulated_results: { of: name, sum: items } };
            return StepHandlerResult.success({ ...left, ...carried }, { checkpoint_yield: true });
          }
          case 'timeout':
            return new Promise<never>(() => undefined);
          case 'ok':
            if (step.comesTo !== undefined) return step.comesTo();
            return { ...step.result, from: name, more: ballast(step.name), ...outcomeOf(step) };
        }
      });
      const published = CONDITIONS.map((condition) => ({ name: `step.${condition}`, condition, check: () => true }));
      const declared = { 'property/random/1.0.0': { [step.name]: step.publishes === true ? published : [] } };
      return [step.name, createPublishingFunction(handler, { declared }, { logger: () => {}, results, bus })] as const;
    }),
  );

  const stepOf = new Map(
    compiled.functions.map(({ key, callable }) => [
      localFunctionArn(key),
      steps.find((s) => `Handlers.${s.name}` === callable)!,
    ]),
  );
  const lambda = lambdaInvoker((arn) => {
    const step = stepOf.get(arn);
    if (step === undefined) return undefined;
    return async (event, context) => {
      // Takes no time, and never fails.
      if (isUnansweredRun(event)) return await functions.get(step.name)!(event, context);
      const name = workerIn(step, event) ?? step.name;
      invocations.set(name, (invocations.get(name) ?? 0) + 1);
      if (throttled(step, invocations.get(name)!)) {
        settled(step, clock.now(), clock.now());
        throw new StatesError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
      }
      const start = clock.now();
      begun.set(name, start);
      const timedOut = start + step.timeoutSeconds * 1000;
      settled(step, start, start);
      try {
        const reply = await functions.get(step.name)!(event, context);
        if (dataOf(event).listed === true) kept.add(name);
        return reply;
      } catch (error) {
        throw crashed.delete(name) ? exit() : error;
      } finally {
        if (clock.now() < timedOut) settled(step, start, clock.now());
      }
    };
  }, clock);

  const tokens = new TaskTokens();
  const tables = memoryTables({ [Rendezvous.tableKey]: [Rendezvous.execution, Rendezvous.step] }, lambda);
  const services = taskAnswers(tokens, tables);
  let requests = 0;
  const invoke: TaskInvoker = async (call) => {
    if (call.resource.includes(':lambda:')) return lambda(call);
    const { there = 0, back = 0, lost } = network((requests += 1), call.stateName);
    const fault = new StatesError('DynamoDB.InternalServerErrorException', 'It failed.');
    if (there > 0) await clock.sleep(there);
    if (lost === 'there') throw fault;
    const answer = await services(call);
    if (back > 0) await clock.sleep(back);
    if (lost === 'back') throw fault;
    return answer;
  };

  const nested: HistoryEvent[][] = [];
  const children: Execution[] = [];
  let histories = new Map<string, HistoryEvent[]>();
  let joining = new JoinedHistory(definitionsOf(compiled));
  let joined: HistoryEvent[] = [];
  const join = (event: HistoryEvent, arn?: string) => {
    const shown = joining.add(event, arn);
    if (shown !== undefined) joined.push(shown);
  };
  const options = {
    ...{ ...bindMachines(compiled), invoke, clock, tokens, seed },
    onNestedEvent: (event: HistoryEvent, arn: string) => {
      if (!histories.has(arn)) nested.push([]);
      const history = histories.get(arn) ?? nested.at(-1)!;
      histories.set(arn, history);
      history.push(event);
      join(event, arn);
    },
    onEvent: (event: HistoryEvent) => {
      join(event);
    },
    objects: parkedObjects(results),
    onChildExecution: (child: Execution) => void children.push(child),
  };
  const request: JsonObject = { context: taskContext };
  const view = new ExecutionView(wholeDefinition(compiled));
  const task = { id: 'the-task', arn: '', started_at: '' };
  let execution = startExecution({ ...options, input: request, name: task.id });
  Object.assign(task, { arn: execution.arn, started_at: new Date(clock.now()).toISOString() });
  let [run, restarts] = [1, 0];
  const rounds: WorkflowRound[] = [];
  let outcome: ExecutionOutcome;
  for (;;) {
    const [stopped, after] = [execution, stops[rounds.length]];
    if (after !== undefined) {
      void clock.sleep(after).then(() => {
        stopped.stop('Stopped', 'by a test');
      });
    }
    outcome = await execution.finished;
    // What a failure has ended in the middle of its work does it to its end.
    if (repair !== undefined) await clock.sleep(LONGEST_RUN_MS);
    for (const event of joined) view.apply(event);
    for (const { arn, history } of children) for (const event of history) view.apply(event, arn);
    view.end({ ...outcome, status: outcome.status, stopDate: clock.now() / 1000 });
    const standing = taskSteps(view.steps());
    const { steps } = standing;
    const counts = countsOf(runs);
    rounds.push({ outcome, runs: counts, steps });
    if (outcome.status === 'SUCCEEDED') break;
    const redrive = rounds.length <= redrives ? ('redrive' as const) : undefined;
    const next = repair === undefined ? redrive : repair(steps, rounds.length - 1, { runs: counts, kept });
    if (next === undefined) break;
    if (next === 'redrive') {
      execution = redriveExecution(execution, options);
    } else {
      const at = new Date(clock.now()).toISOString();
      const continues = planRepair({ view: taskOf(task.id, outcome.status, standing), task, run, restarts }, next, at);
      // As Step Functions carries it.
      const sent = JSON.parse(JSON.stringify({ ...request, continues })) as JsonObject;
      view.goOn(sent['continues'] as unknown as Continuation);
      run = continues.run;
      histories = new Map();
      joining = new JoinedHistory(definitionsOf(compiled));
      joined = [];
      execution = startExecution({ ...options, seed: seed + run, input: sent, name: runName(task.id, run) });
    }
    restarts++;
  }
  for (const { 'detail-type': detailType, detail } of other?.events() ?? [])
    await bus.put({ detailType, detail } as never);
  if (outcome.error !== undefined && outcome.error !== TASK_FAILED && outcome.status !== 'ABORTED')
    throw new Error(`The machine itself failed: ${outcome.error}: ${outcome.cause}`);
  return {
    compiled,
    outcome,
    history: execution.history,
    nested,
    children: children.map(({ history }) => history),
    joined,
    failure: outcome.cause === undefined ? undefined : (JSON.parse(outcome.cause) as TaskFailure),
    runs,
    events,
    eventIds,
    rounds,
    spans,
  };
}

/** As much of a task as its repair asks for. */
function taskOf(id: string, status: string, standing: Pick<TaskExecution, 'steps' | 'skipped'>): TaskExecution {
  const identity = { namespace: 'property', name: 'random', version: '1.0.0' };
  const at = new Date(0).toISOString();
  return { id, arn: id, identity, status, request: {}, startedAt: at, updatedAt: at, stoppedAt: at, ...standing };
}

function countsOf(runs: ReadonlyMap<string, readonly HandlerRun[]>): ReadonlyMap<string, number> {
  return new Map([...runs].map(([name, { length }]) => [name, length]));
}

/** A worker of a batch that an outcome asks for. */
export interface PlannedWorker {
  readonly runs: readonly Run[];
  readonly template: string;
  /** How many workers its batch has. */
  readonly of: number;
  /** Whether the failure of another worker may end its batch at any time. */
  readonly mayEndEarly: boolean;
  /** Whether the cause tells of its failure beside those of others. */
  readonly isIsolated: boolean;
}

/** The workers of all batches, by name. */
export function workersIn(steps: readonly WorkflowStep[]): ReadonlyMap<string, PlannedWorker> {
  const templates = steps.filter(({ type }) => type === 'batch_worker');
  const batchable = steps.filter(({ type }) => type === 'batchable');
  return new Map(
    batchable.flatMap((step) =>
      templates
        .filter(({ dependencies }) => dependencies.includes(step.name))
        .flatMap((template) =>
          workersOf(step, template).map(({ name, runs }, _, { length }) => [
            name,
            {
              runs,
              of: length,
              template: template.name,
              mayEndEarly: template.strategy === 'fail_fast',
              isIsolated: template.strategy === 'isolate',
            },
          ]),
        ),
    ),
  );
}

function dataOf(event: unknown): { readonly batch?: { readonly worker: string }; readonly listed?: boolean } {
  return (event as { readonly data?: object }).data ?? {};
}

function workerIn({ type }: WorkflowStep, event: unknown): string | undefined {
  if (type !== 'batch_worker') return undefined;
  // None is in the event that asks how a batch was stopped.
  return dataOf(event).batch?.worker;
}

/** What a decision or a batchable step says; a decision in one of the two ways where it names nothing. */
export function outcomeOf({
  type,
  names = [],
  wrong,
  work,
}: Omit<WorkflowStep, 'wrong'> & { readonly wrong?: JsonObject | undefined }): JsonObject {
  if (wrong !== undefined) return wrong;
  if (type === 'batchable') {
    if (work === undefined) return { batch_processing_outcome: { type: 'no_batches' } };
    const { template: worker_template_name, parts } = work;
    const counts = { worker_count: parts.length, total_items: 10 * parts.length };
    const outcome = { type: 'create_batches', worker_template_name, cursor_configs: parts.map(cursorOf), ...counts };
    return { batch_processing_outcome: outcome };
  }
  if (type !== 'decision') return {};
  const outcome: JsonObject =
    names.length === 0 ? { type: 'no_branches' } : { type: 'create_steps', step_names: names };
  return { decision_point_outcome: outcome };
}

/** What a run left when it yielded is what the next one goes on from. */
function expectCheckpoint(checkpoint: Record<string, unknown> | null, yields: number, name: string): void {
  const expected = yields === 0 ? null : { at: yields, of: name };
  const carried = yields === 0 ? null : { of: name, sum: yields };
  const { cursor = null, accumulated_results = null } = checkpoint ?? {};
  if (JSON.stringify([cursor, accumulated_results]) !== JSON.stringify([expected, carried]))
    throw new PermanentError(`${name} goes on from ${JSON.stringify(checkpoint)} after ${yields} yields.`, 'LOST');
}

function exit(): Error {
  const error = new Error('RequestId: 0 Error: Runtime exited with error: exit status 1');
  error.name = 'Runtime.ExitError';
  return error;
}

/** Whether it is what the step returned, or what a batch that goes on hands out in place of a worker that failed. */
function isFrom(name: string, result: unknown): boolean {
  const { from, partial_failure } = (result ?? {}) as { readonly from?: unknown; readonly partial_failure?: unknown };
  return from === name || partial_failure === true;
}

/** How long a plan takes if each step takes as long as it did: the plan's prediction. */
export function predictedTime(plan: WorkflowPlan, duration: (step: string) => number): number {
  if (plan.strategy !== 'rendezvous') return makespan(plan.tree, duration);
  return lengthOfDependencies(plan, new Map([...plan.dependencies.keys()].map((name) => [name, duration(name)])));
}

function makespan(tree: PlanTree<Step>, duration: (step: string) => number): number {
  switch (tree.kind) {
    case 'leaf':
      return duration(tree.leaf.name.value);
    case 'series':
      return tree.items.reduce((sum, item) => sum + makespan(item, duration), 0);
    case 'parallel':
      return Math.max(...tree.branches.map((branch) => makespan(branch, duration)));
  }
}
