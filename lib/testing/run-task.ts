import inspector from 'node:inspector';
import { localFunctionArn } from '../asl/functions/bind-functions.ts';
import { checkRequestSize } from '../client/requests/fill-request.ts';
import type { CompiledWorkflow, CompileOptions } from '../compile.ts';
import { canonicalCallable } from '../contract/callable.ts';
import { Rendezvous } from '../contract/rendezvous.ts';
import type { TaskTypes } from '../contract/task-types.ts';
import type { TaskRequest } from '../contract/task-request.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render-diagnostic.ts';
import type { JsonObject } from '../json.ts';
import { type Bundling, type HandlerBundle, loadFunctions } from '../languages/index.ts';
import { localTasks, virtualClock, type LambdaFunction } from '../local/index.ts';
import { bundleHandlers, compileFile, findStarted, letYield } from '../project/index.ts';
import {
  createPublishingFunction,
  isHandlerClass,
  memoryResultStore,
  type BusEvent,
  type LogRecord,
  type StepFunctionOptions,
  type StepHandlerClass,
} from '../runtime/index.ts';
import { checkContext } from '../schema/check-context.ts';
import type { Step } from '../template/task-template.ts';
import { hostHandlers } from './host-handlers.ts';
import { startedTasks } from './started-tasks.ts';
import { replacesHandler, testFunction } from './step-functions.ts';
import { StepFault, type StepMock } from './step-mock.ts';
import { TaskExecutions } from './task-executions.ts';
import { unknownStep, type AnyTask, type TaskRun } from './task-run.ts';
import { logLine, noteRecord } from './test-log.ts';

/** How a template is run in a test. */
export interface RunTaskOptions<Task extends TaskTypes = AnyTask> extends Pick<CompileOptions, 'environment' | 'sync'> {
  /** The task's context. @default {} */
  readonly context?: Task['context'];
  /** Other fields of the task request, such as `correlation_id` or `tags`. */
  readonly request?: Omit<TaskRequest, 'context'>;
  /**
   * The folder of the handlers, which are bundled as they are deployed; or handler classes, which run as the test has
   * imported them, so that breakpoints and coverage work. @default "lambdas"
   */
  readonly handlers?: string | readonly StepHandlerClass[];
  /** What is bundled of the handlers in a folder, as the prop of `TaskerWorkflow`. @default everything but the AWS SDK */
  readonly bundling?: Bundling;
  /** Lets tasks call AWS itself where no endpoint is named, such as `DYNAMODB_ENDPOINT`. @default false: they fail */
  readonly allowAws?: boolean;
  /** By step name, what happens in place of a handler or before it. @default none */
  readonly mocks?: Readonly<Partial<Record<keyof Task['steps'], StepMock>>>;
  /** What jitter is drawn from: the same seed gives the same waits. @default 0 */
  readonly seed?: number;
  /** Prints what handlers log. @default false: it is in the steps' `logs` */
  readonly verbose?: boolean;
  /** False runs a task whose context breaks the template's `input_schema` all the same. @default true: it is refused */
  readonly inputCheck?: boolean;
}

/**
 * Compiles a template and runs it with its handlers on the built-in engine. Time is virtual: retries and waits cost none.
 * Resolves also when the task fails; rejects when the template, a handler or a mock is wrong, and when the API would refuse the
 * request: its context breaks the `input_schema`, or it is too large.
 *
 * With the types that `tasker-sfn generate types` makes of the template, `runTask<OrderTask>(…)`, the context, the names of steps
 * and their results are typed.
 *
 * @param template path of the template, from the current folder
 * @example
 * ```ts
 * import { fails, runTask } from 'tasker-sfn/testing';
 *
 * const task = await runTask('templates/shop/order.yaml', {
 *   context: { cart: [{ sku: 'A', quantity: 1 }] },
 *   mocks: { charge_card: fails(2), send_mail: { sent: true } },
 * });
 * console.log(task.status, task.steps.charge_card?.attempts);
 * ```
 */
export async function runTask<Task extends TaskTypes = AnyTask>(
  template: string,
  options?: RunTaskOptions<Task>,
): Promise<TaskRun<Task>>;
export async function runTask(template: string, options: RunTaskOptions = {}): Promise<TaskRun> {
  const from = process.cwd();
  const { environment, sync } = options;
  const compiled = valueOf(
    compileFile(template, {
      from,
      ...(environment !== undefined && { environment }),
      ...(sync !== undefined && { sync }),
    }),
  );
  const mocks = new Map<string, StepMock>();
  addMocks(mocks, options.mocks ?? {}, compiled);

  const request = { ...options.request, context: options.context ?? {} };
  if (options.inputCheck !== false) refuseBadContext(compiled, request.context);
  checkRequestSize(JSON.stringify(request), compiled.definition);

  const logs: LogRecord[] = [];
  const logger = (record: LogRecord) => {
    logs.push(record);
    noteRecord(record);
    if (options.verbose === true) console.log(logLine(record));
  };
  const events: BusEvent[] = [];
  // Filled once they are loaded: before that none of them starts a task.
  const handlers = new Map<string, LambdaFunction>();
  const started = valueOf(findStarted(compiled, { from }));
  const wanted = wantedHandlers(compiled, started, mocks, options);
  const bundle = bundleOf([compiled, ...started], wanted, options, from);
  const workflow = bundle === undefined ? compiled : letYield(compiled, bundle);
  const hosted = bundle === undefined ? undefined : hostHandlers(bundle, logger);
  const results = hosted?.results ?? memoryResultStore();
  const { allowAws = false, seed = 0 } = options;
  const functionOptions: StepFunctionOptions = {
    results,
    bus: {
      seesFast: true,
      put: (event) => {
        events.push(event);
        return Promise.resolve();
      },
    },
    ...(started.length > 0 && { tasks: startedTasks({ workflows: started, handlers, allowAws, seed }) }),
    logger,
  };
  const loaded = await loadHandlers(bundle, wanted, options, functionOptions);
  for (const [name, handler] of [...loaded, ...(hosted?.functions ?? [])]) handlers.set(name, handler);
  const clock = virtualClock({ holds: isDebugged });
  const functions = new Map(
    workflow.functions.map(({ key, callable }) => [
      localFunctionArn(key),
      testFunction(callable, { handlers, mocks, clock, options: functionOptions }),
    ]),
  );
  const invoke = localTasks({
    functions: (arn) => functions.get(arn),
    clock,
    environment: process.env,
    region: 'us-east-1',
    allowAws,
    tables: { [Rendezvous.tableKey]: [Rendezvous.execution, Rendezvous.step] },
  });
  const mock = (more: Readonly<Record<string, StepMock | undefined>>) => {
    addMocks(mocks, more, compiled);
    refuseUnloaded(mocks, compiled, handlers);
  };
  const means = { template, from, workflow, request, invoke, clock, seed, results, hosted, logs, events, mock };
  return new TaskExecutions(means).run();
}

/** Adds what stands in for steps. @throws Error about a step that is none */
function addMocks(
  mocks: Map<string, StepMock>,
  more: Readonly<Record<string, StepMock | undefined>>,
  { template }: CompiledWorkflow,
): void {
  const names = template.steps.map(({ name }) => name.value);
  const unknown = Object.keys(more).find((name) => more[name] !== undefined && !names.includes(name));
  if (unknown !== undefined) throw new Error(`A mock is for no step. ${unknownStep(unknown, names)}`);
  for (const [name, mock] of Object.entries(more)) if (mock !== undefined) mocks.set(name, mock);
}

/** Refuses to let a handler run that was not loaded, since nothing asked for it when the task began. */
function refuseUnloaded(
  mocks: ReadonlyMap<string, StepMock>,
  { template }: CompiledWorkflow,
  handlers: ReadonlyMap<string, LambdaFunction>,
): void {
  for (const { name, handler } of template.steps) {
    const isLoaded = handlers.has(canonicalCallable(handler.callable.value));
    if (isLoaded || replacesHandler(mocks.get(name.value))) continue;
    throw new Error(
      `The handler of the step "${name.value}" was mocked when the task began, and is not loaded. ` +
        'Give the mock a "then", or the one before it a number of "times".',
    );
  }
}

/** Refuses what no door takes, so that a context that passes a test is taken by the API. */
function refuseBadContext({ template }: CompiledWorkflow, context: JsonObject): void {
  if (template.inputSchema === undefined) return;
  const violations = checkContext(template.inputSchema.value, context);
  if (violations.length === 0) return;
  throw new Error(
    `The input_schema is not met: ${violations.join(' ')} Mend the context, or run it all the same with "inputCheck: false".`,
  );
}

/** Whether a debugger can stop this process, and with it the handlers. */
const isDebugged = () => inspector.url() !== undefined;

/** The handlers that no mock replaces, by canonical callable. */
function wantedHandlers(
  workflow: CompiledWorkflow,
  started: readonly CompiledWorkflow[],
  mocks: ReadonlyMap<string, StepMock>,
  { handlers = 'lambdas' }: RunTaskOptions,
): ReadonlySet<string> {
  const own = workflow.template.steps.filter((step) => {
    const mock = mocks.get(step.name.value);
    return !replacesHandler(mock) || (typeof handlers === 'string' && publishesCrashes(step, mock));
  });
  const steps = [...own, ...started.flatMap(({ template }) => template.steps)];
  return new Set(steps.map(({ handler }) => canonicalCallable(handler.callable.value)));
}

/** The handlers of a folder, bundled; undefined where the test gives them itself. */
function bundleOf(
  workflows: readonly CompiledWorkflow[],
  wanted: ReadonlySet<string>,
  { handlers: dir = 'lambdas', bundling }: RunTaskOptions,
  from: string,
): HandlerBundle | undefined {
  if (typeof dir !== 'string') return undefined;
  const isWanted = (callable: string) => wanted.has(callable);
  return valueOf(bundleHandlers(workflows, { dir, from, isWanted, bundling, isReadable: isDebugged() }));
}

/** The handlers that run in this process. */
async function loadHandlers(
  bundle: HandlerBundle | undefined,
  wanted: ReadonlySet<string>,
  { handlers = 'lambdas' }: RunTaskOptions,
  options: StepFunctionOptions,
): Promise<ReadonlyMap<string, LambdaFunction>> {
  if (bundle !== undefined || typeof handlers === 'string') {
    return await loadFunctions<StepFunctionOptions>(bundle ?? new Map(), options).catch((error: unknown) => {
      throw isJestsRefusal(error) ? new Error(NOT_IN_JEST, { cause: error }) : error;
    });
  }
  const given = new Map(
    handlers.filter(isHandlerClass).map((each) => [canonicalCallable(each.handlerName), each] as const),
  );
  const missing = [...wanted].filter((callable) => !given.has(callable));
  if (missing.length > 0) {
    throw new Error(`No handler is given for ${missing.join(', ')}. Add it to "handlers", or mock its steps.`);
  }
  return new Map(
    // Without events, which are found in a folder alone.
    [...given].map(([callable, handler]) => [
      callable,
      createPublishingFunction(handler, { declared: {} }, options) as LambdaFunction,
    ]),
  );
}

/** Whether the function of a handler that a test lets crash has to publish that it did. */
function publishesCrashes({ publishesEvents }: Step, mock: StepMock | undefined): boolean {
  return mock instanceof StepFault && mock.disturbance.kind === 'crash' && publishesEvents.length > 0;
}

const NOT_IN_JEST =
  'Jest cannot import the handlers of a folder. Give their classes in "handlers", or mock their steps, or start Jest with ' +
  'NODE_OPTIONS=--experimental-vm-modules.';

/** Whether the test runner lets nobody import ES modules, as Jest does without an option of Node. */
function isJestsRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  return cause?.code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG';
}

/** The value of an outcome. @throws Error that shows the diagnostics when there is none */
function valueOf<T>({ value, diagnostics }: { readonly value?: T; readonly diagnostics: readonly Diagnostic[] }): T {
  if (value === undefined) throw new Error(diagnostics.map((each) => renderDiagnostic(each)).join('\n'));
  return value;
}
