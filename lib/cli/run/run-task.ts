import { bindMachines, definitionsOf, wholeDefinition } from '../../asl/child-machines.ts';
import { localFunctionArn } from '../../asl/functions/bind-functions.ts';
import { ExecutionView, type HistoryEvent } from '../../client/index.ts';
import { JoinedHistory } from '../../client/view/joined-history.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { JsonValue } from '../../json.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import {
  localTasks,
  realClock,
  startExecution,
  virtualClock,
  FunctionLoadError,
  LambdaHost,
  type Clock,
  type HostedFunction,
  type LambdaFunction,
  type TaskInvoker,
} from '../../local/index.ts';
import { diagnoseLoads, findStarted, type LoadFailure } from '../../project/index.ts';
import { handlersIn } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { FUNCTION_MEMORY, hostHandlers, type HostedHandlers } from '../local/host-handlers.ts';
import { machineNameOf } from '../local/deploy-workflow.ts';
import { localTables } from '../local/local-tables.ts';
import { regionOf } from '../local/region-of.ts';
import { firstOwnLine } from '../../languages/index.ts';
import { InvocationLogs } from '../local/invocation-logs.ts';
import { invokedStep } from '../local/invoked-step.ts';
import { temporaryResults } from '../local/results-folder.ts';
import { eventErrors, handlerOutput } from './handler-log.ts';
import { showProgress, type Progress } from './progress.ts';
import { eventsFile } from './run-events.ts';
import type { RunFlags } from './run-flags.ts';
import type { RunOutcome, RunResult } from './run-result.ts';
import { serveStarted } from './serve-started.ts';
import { unparkRun } from './unpark-run.ts';
import { folderResultStore } from '../../runtime/results/folder-result-store.ts';
import type { ResultStore } from '../../runtime/results/result-store.ts';
import { parkedObjects } from '../../testing/parked-objects.ts';
import { withSourceLines } from '../../testing/source-lines.ts';

/** What a run in this process needs of the flags. */
export type RunTaskFlags = Pick<
  RunFlags,
  'handlers' | 'bundling' | 'prefix' | 'seed' | 'realTime' | 'allowAws' | 'verbose'
> & {
  /** When the task begins, in ms since 1970, where time is virtual. @default now */
  readonly startAt?: number;
  /** Whether the result has what handlers have logged. @default false */
  readonly keepsLogs?: boolean;
  /** Puts something around what does the work of the tasks. @default nothing */
  readonly around?: (real: TaskInvoker) => TaskInvoker;
};

/**
 * Runs a task with its real handlers in the built-in engine, shows its progress, and stops it when the user interrupts.
 * There is no result when the handlers cannot be loaded.
 */
export async function runTask(
  workflow: CompiledWorkflow,
  request: TaskRequest,
  flags: RunTaskFlags,
  io: CliIo,
): Promise<RunOutcome> {
  const holds = () => host.isDebugged;
  const clock = flags.realTime ? realClock({ holds }) : virtualClock({ start: flags.startAt ?? io.now(), holds });
  const names = workflow.template.steps.map((step) => step.name.value);
  const progress = showProgress(io, names, clock);
  const show = handlerOutput((step, text) => {
    progress.note(step, text);
  });
  const showErrors = eventErrors((step, text) => {
    progress.note(step, text);
  });
  const logs = new InvocationLogs(io);
  const started = findStarted(workflow, { from: io.cwd });
  if (started.value === undefined) return { diagnostics: started.diagnostics, sources: [] };
  const results = await temporaryResults();
  const events = eventsFile(results.url);
  const functions = new Map<string, HostedFunction>();
  const tasks = started.value.length === 0 ? undefined : await serveStarted((name) => host.resolve(name), flags, io);
  const host: LambdaHost = new LambdaHost({
    functions,
    environment: {
      LOG_LEVEL: 'TRACE',
      ...io.env,
      [RESULTS_BUCKET_VARIABLE]: results.url,
      ...events.environment,
      ...tasks?.environment,
    },
    region: regionOf(io.env),
    // The first starts while the handlers are bundled; steps that take long get others beside it.
    sharedProcesses: { memory: FUNCTION_MEMORY, ahead: 1 },
    onThrown: (_, trace, event) => {
      const line = firstOwnLine(trace, io.cwd);
      if (line !== undefined) progress.note(invokedStep(JSON.parse(event) as JsonValue).step, `threw at ${line}`);
    },
    onOutput: (_, output) => {
      (flags.verbose === true ? show : showErrors)(output);
    },
    ...(flags.keepsLogs === true && { onLog: logs.add }),
  });
  try {
    const handlers = hostHandlers([workflow, ...started.value], flags, io);
    if (handlers.value === undefined) return { diagnostics: handlers.diagnostics, sources: [] };
    const { nameOf, sources } = handlers.value;
    const [own = workflow, ...others] = handlers.value.workflows;
    for (const [name, settings] of handlers.value.functions) functions.set(name, settings);
    await tasks?.deploy(others, (callable) => host.arnOf(nameOf(callable)));
    const broken = await loadAll(host, workflow, handlers.value, { dir: handlersIn(flags), from: io.cwd });
    if (broken.length > 0) return { diagnostics: [...handlers.diagnostics, ...broken], sources };
    const callables = new Map(workflow.functions.map(({ key, callable }) => [localFunctionArn(key), nameOf(callable)]));
    const resolve = (arn: string) => host.resolve(callables.get(arn) ?? arn);
    const store = folderResultStore(results.url);
    const result = await execute(own, resolve, { ...flags, request, clock, progress, store }, io);
    const whole = { ...result, events: await events.read(), logs };
    return { value: await unparkRun(whole, results.url), diagnostics: [], sources };
  } finally {
    await tasks?.close();
    host.close();
    progress.end();
    await results.remove();
  }
}

/** The code of a handler's module runs when it is loaded; what it throws is the handler's mistake. */
async function loadAll(
  host: LambdaHost,
  { functions, template }: CompiledWorkflow,
  { nameOf, locations }: HostedHandlers,
  project: { readonly dir: string; readonly from: string },
): Promise<readonly Diagnostic[]> {
  const callables = new Map(functions.map(({ callable }) => [nameOf(callable), callable]));
  const failures: LoadFailure[] = [];
  // One after the other: a second process would cost more than it saves.
  for (const [name, callable] of callables) {
    try {
      await host.load(name);
    } catch (error) {
      const handler = locations.get(name);
      if (!(error instanceof FunctionLoadError) || handler === undefined) throw error;
      failures.push({ callable, handler, reason: error.message, trace: error.trace });
    }
  }
  return diagnoseLoads(failures, template, project);
}

interface Execution extends Pick<RunTaskFlags, 'seed' | 'allowAws' | 'prefix' | 'around'> {
  readonly request: TaskRequest;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Where the handlers park what is too large to travel. */
  readonly store: ResultStore;
}

async function execute(
  workflow: CompiledWorkflow,
  functions: (arn: string) => LambdaFunction | undefined,
  { request, seed, allowAws = false, prefix, clock, progress, store, around = (real) => real }: Execution,
  io: CliIo,
): Promise<Omit<RunResult, 'events' | 'logs'>> {
  const view = new ExecutionView(wholeDefinition(workflow));
  const joined = new JoinedHistory(definitionsOf(workflow));
  const history: HistoryEvent[] = [];
  const take = (event: HistoryEvent, part?: string) => {
    const taken = joined.add(event, part);
    if (taken === undefined) return;
    history.push(taken);
    view.apply(taken);
    progress.update(view.steps());
  };
  // Before the start: the user may interrupt as soon as the first line is out.
  const stopListening = io.onInterrupt(() => {
    execution.stop('Interrupted', 'The user interrupted the run.');
  });
  const execution = startExecution({
    ...bindMachines(workflow),
    input: request as JsonValue,
    invoke: around(
      localTasks({
        functions,
        clock,
        environment: io.env,
        region: regionOf(io.env),
        allowAws,
        tables: localTables,
      }),
    ),
    clock,
    seed,
    objects: parkedObjects(store),
    onChildExecution: ({ arn, history, finished }) => {
      void finished.then(() => {
        for (const event of history) view.apply(event, arn);
        progress.update(view.steps());
      });
    },
    stateMachineName: machineNameOf(workflow.template, prefix),
    onEvent: (event) => {
      take(event);
    },
    onNestedEvent: take,
  });
  const outcome = await execution.finished;
  stopListening();
  return {
    ...outcome,
    executionArn: execution.arn,
    startedAt: outcome.startDate,
    elapsed: outcome.stopDate - outcome.startDate,
    steps: view.steps().map(withSourceLines),
    // Where parts of the task ran in executions of their own, theirs are in it.
    history: workflow.children.length === 0 ? execution.history : history,
  };
}
