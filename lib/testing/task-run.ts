import { blockersText, passedOverText } from '../client/view/blocked-text.ts';
import type { StepRepair, StepView } from '../client/index.ts';
import { errorName } from '../client/view/attempt-error.ts';
import type { TaskTypes } from '../contract/task-types.ts';
import type { JsonObject } from '../json.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { BusEvent, LogRecord } from '../runtime/index.ts';
import { firstOwnLine } from '../languages/index.ts';
import type { HistoryEvent } from '../states-language/history.ts';
import type { StepMock } from './step-mock.ts';

/** Types of any task: steps have any name, and results are JSON. */
export interface AnyTask extends TaskTypes {
  readonly context: JsonObject;
  readonly steps: Readonly<Record<string, JsonObject>>;
}

/** One step of a run, with what its handler logged. */
export interface StepRun<Result = JsonObject> extends Omit<StepView, 'result'> {
  /** What its handler returned; absent when it did not complete. */
  readonly result?: Result;
  /** What its handler logged, in order. */
  readonly logs: readonly LogRecord[];
}

/** A run of a template, ended. */
export interface TaskRun<Task extends TaskTypes = AnyTask> {
  /** How the execution ended, in the words of Step Functions. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** By step name, what each step returned, and null of one that a repair has resolved; undefined when the task failed. */
  readonly output: Readonly<Task['steps']> | undefined;
  /** The error of the execution, such as `TaskFailed`; undefined when it succeeded. */
  readonly error: string | undefined;
  /** What the execution says of its failure. */
  readonly cause: string | undefined;
  /** By step name. To ask for a step that is not in the template is an error that names the nearest one. */
  readonly steps: { readonly [Name in keyof Task['steps']]: StepRun<Task['steps'][Name]> };
  /**
   * The steps whose handlers ran, in the order of the definition: of a task that was repaired, those that ran since. Workers of batches
   * have their own names.
   */
  readonly ran: readonly string[];
  /** How long the task took in its own time, in ms, since it began: waits and retries count, though a test need not wait for them. */
  readonly elapsed: number;
  /** The execution's history: of a task that was repaired, that of the last one. */
  readonly history: readonly HistoryEvent[];
  /**
   * The domain events that the steps have published, in that order. Handlers that a folder holds publish; classes that the test has
   * imported do not.
   */
  readonly events: readonly BusEvent[];
  /**
   * Writes an HTML report of the run: one page to be opened from disk, such as an artefact of a failed test in CI.
   *
   * @param path where to write it, from the current folder
   */
  report(path: string, options?: ReportOptions): void;
  /**
   * Repairs a task that has failed, and lets it go on to its end, as an operator does by the console, `task retry` or the API. What is
   * complete is not run again. The run that comes of it can be repaired in turn.
   *
   * @param actions what is done to which steps, in Tasker's words
   * @returns the task as it then stands. Rejects with what is wrong, as the API refuses it: a task that is complete, a step that is not
   * there or is done, a result that breaks the `result_schema`
   * @example
   * ```ts
   * import { failsForGood, runTask } from 'tasker-sfn/testing';
   *
   * const failed = await runTask('templates/shop/order.yaml', { mocks: { charge_card: failsForGood({ times: 1 }) } });
   * const task = await failed.repair([{ step: 'charge_card', action: 'reset_for_retry' }]);
   * console.log(task.status, task.ran); // SUCCEEDED [ 'charge_card', 'ship' ]
   * ```
   */
  repair(actions: readonly StepRepair[], options?: RepairOptions<Task>): Promise<TaskRun<Task>>;
}

/** How a task is repaired in a test. */
export interface RepairOptions<Task extends TaskTypes = AnyTask> {
  /** Who repairs it: it is kept with the task. @default "a test" */
  readonly by?: string;
  /** Why: it is kept with the task. @default "A test repairs the task." */
  readonly reason?: string;
  /** By step name, what happens from now on in place of a handler or before it. @default as before */
  readonly mocks?: Readonly<Partial<Record<keyof Task['steps'], StepMock>>>;
}

/** What a report tells. */
export interface ReportOptions {
  /** Leaves out the context, results, inputs, logs, and what errors say: their sizes are told instead. @default false */
  readonly redact?: boolean;
}

/** The steps by name; a name that is none throws, so that a misspelt step in a test never passes for one that did not run. */
export function stepsByName(steps: readonly StepRun[]): Readonly<Record<string, StepRun>> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  return new Proxy(Object.fromEntries(byName), {
    get(target, name, receiver): unknown {
      if (typeof name !== 'string') return Reflect.get(target, name, receiver);
      const step = byName.get(name);
      // Runners ask any object for these, to print or to await it.
      if (step !== undefined || ASKED_OF_ANY_OBJECT.has(name)) return step;
      throw new Error(unknownStep(name, [...byName.keys()]));
    },
  });
}

const ASKED_OF_ANY_OBJECT = new Set([
  'then',
  'toJSON',
  'constructor',
  'asymmetricMatch',
  'nodeType',
  '$$typeof',
  'length',
]);

/** Says that a step is not there, and which was meant. */
export function unknownStep(name: string, known: readonly string[]): string {
  const nearest = suggest(name, known);
  const hint = nearest === undefined ? `Its steps are ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  return `The template has no step "${name}". ${hint}`;
}

/** What of a run is told in a few words. */
export interface DescribedRun extends Pick<TaskRun, 'status' | 'error' | 'cause'> {
  /** By step name. */
  readonly steps: Readonly<Record<string, StepRun<object>>>;
}

/** The run as a person reads it: a line per step. */
export function describeRun({ status, steps, error, cause }: DescribedRun): string {
  const lines = Object.values(steps).map((step) => `  ${step.name}: ${describeStep(step)}`);
  const end = status === 'SUCCEEDED' ? status : `${status}${error === undefined ? '' : ` (${error})`}`;
  const told = lines.length === 0 && cause !== undefined ? [`  ${cause}`] : lines;
  return [`The task ended as ${end}:`, ...told].join('\n');
}

/** What happened to a step, in a few words. */
export function describeStep(step: StepRun<object>): string {
  const { state, attempts, error, blockedBy, skipped } = step;
  const ran = attempts === 0 ? 'never ran' : attempts === 1 ? 'ran once' : `ran ${attempts} times`;
  if (skipped) return `skipped: ${passedOverText(step)}`;
  if (blockedBy !== undefined) return `blocked: ${blockersText(blockedBy)}`;
  if (state === 'complete' || error === undefined) return `${state}, ${ran}`;
  const line = firstOwnLine(error.stack?.split('\n') ?? [], process.cwd());
  return `${state}, ${ran}: ${errorName(error)}: ${error.message}${line === undefined ? '' : ` (at ${line})`}`;
}
