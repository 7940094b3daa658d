import type { StateMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { JsonValue } from '../../json.ts';
import { virtualClock } from '../base/clock/virtual-clock.ts';
import type { ExecutionOutcome } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import { startExecution } from './start-execution.ts';
import { StatesError } from '../base/states-error.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import type { StateVisit } from './state-visit.ts';
import { stateVisits } from './state-visit.ts';

/** What a mocked Task does on one attempt: it succeeds or fails, `after` some seconds, or never answers. */
export type MockStep =
  | { readonly result: JsonValue; readonly after?: number }
  | { readonly error: string; readonly cause?: string; readonly after?: number }
  | 'hang';

/** How to run a machine in a test. */
export interface MachineOptions extends Partial<Omit<ExecutionOptions, 'definition'>> {
  /** What the Task states do, by name: one step per attempt, the last one for all that follow. */
  readonly mocks?: Readonly<Record<string, readonly MockStep[]>>;
}

/** What a machine did. Times in seconds since it began. */
export interface MachineRun {
  /** How the execution ended. */
  readonly status: ExecutionOutcome['status'];
  /** Parsed; undefined when the execution did not succeed. */
  readonly output: JsonValue | undefined;
  /** The name of the error with which it failed; undefined when it did not. */
  readonly error: string | undefined;
  /** What went wrong; undefined when nothing did, or nobody said. */
  readonly cause: string | undefined;
  /** How long it took. */
  readonly seconds: number;
  /** The names of the states in the order in which they were entered. */
  readonly path: readonly string[];
  /** What each visit of a state was like, in the order in which they began. */
  readonly visits: readonly StateVisit[];
  /** What each Task sent, in order. */
  readonly calls: readonly {
    /** The state that sent it. */
    readonly state: string;
    /** What was sent. */
    readonly parameters: JsonValue;
    /** When it was sent. */
    readonly at: number;
  }[];
  /** All events of the execution. */
  readonly history: readonly HistoryEvent[];
}

/**
 * Runs a machine in virtual time and tells what it did. Tasks are mocked by state name; those without a mock go to `invoke`.
 * The engine's own tests use it as it is; `runStateMachine` is made of it for everyone else.
 *
 * @internal
 */
export async function runMachine(definition: StateMachine, options: MachineOptions = {}): Promise<MachineRun> {
  const { mocks = {}, input = {}, clock = virtualClock(), invoke = refuse } = options;
  const begun = clock.now();
  const calls: MachineRun['calls'][number][] = [];
  const attempts = new Map<string, number>();

  const mocked: TaskInvoker = async (call) => {
    const { stateName: state, parameters } = call;
    calls.push({ state, parameters, at: (clock.now() - begun) / 1000 });
    const steps = Object.hasOwn(mocks, state) ? mocks[state] : undefined;
    const attempt = attempts.get(state) ?? 0;
    attempts.set(state, attempt + 1);
    const step = steps?.[Math.min(attempt, steps.length - 1)];
    if (step === undefined) return invoke(call);
    if (step === 'hang') return new Promise<never>(() => undefined);
    if (step.after !== undefined) await clock.sleep(step.after * 1000, call.signal);
    if ('error' in step) throw new StatesError(step.error, step.cause);
    return step.result;
  };

  const begin: TaskInvoker['begin'] = (task) =>
    Object.hasOwn(mocks, task.stateName) ? undefined : invoke.begin?.(task);

  const tasks = Object.assign(mocked, { begin });
  const execution = startExecution({ ...options, definition, input, clock, invoke: tasks });
  const { status, output, error, cause, startDate, stopDate } = await execution.finished;
  const visits = stateVisits(execution.history);
  return {
    status,
    output: output === undefined ? undefined : (JSON.parse(output) as JsonValue),
    error,
    cause,
    seconds: (stopDate - startDate) / 1000,
    path: visits.map(({ state }) => state),
    visits,
    calls,
    history: execution.history,
  };
}

const refuse: TaskInvoker = async ({ stateName }) => {
  throw new Error(`The state "${stateName}" has no mock, and there is no invoke to ask.`);
};
