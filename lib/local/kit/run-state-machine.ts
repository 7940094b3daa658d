import type { StateMachine } from '../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Clock } from '../base/clock/clock.ts';
import { virtualClock } from '../base/clock/virtual-clock.ts';
import type { MachineRun } from './run-machine.ts';
import { runMachine } from './run-machine.ts';
import { functionNameOf } from '../../states-language/function-name.ts';
import type { LambdaFunction } from '../functions/lambda-function.ts';
import { lambdaInvoker } from '../tasks/services/lambda/lambda-invoker.ts';
import { mockStates, type Mock } from './mock-states.ts';
import type { Tables } from '../tasks/services/dynamodb/memory-tables.ts';
import { memoryTables } from '../tasks/services/dynamodb/memory-tables.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError } from '../base/states-error.ts';
import { taskAnswers } from '../tasks/services/step-functions/task-answers.ts';
import { wrapInvoker } from '../engine/task/task-invoker.ts';
import { TaskTokens } from '../engine/task/task-tokens.ts';
import { parseDefinition } from '../base/parse-definition.ts';

/** A test run of a state machine. */
export interface StateMachineRun {
  /** The machine, or its JSON text. */
  readonly definition: StateMachine | string;
  /** The execution's input. @default {} */
  readonly input?: JsonValue;
  /** Members of the context object (`$$`) that stand in place of the run's own, at any depth. @default none */
  readonly context?: JsonObject;
  /** By state. */
  readonly mocks?: Readonly<Record<string, Mock>>;
  /** Functions by name, for Lambda tasks that are not mocked. */
  readonly handlers?: Readonly<Record<string, LambdaFunction>>;
  /** DynamoDB tables that are kept in memory, for tasks that are not mocked. */
  readonly tables?: Tables;
  /** What jitter and random numbers are drawn from: the same seed gives the same run. @default 0 */
  readonly seed?: number;
  /** What tells the time and waits. @default a clock of virtual time */
  readonly clock?: Clock;
}

/** How a test run went. Times are in seconds since its start. */
export interface StateMachineResult extends Omit<MachineRun, 'visits' | 'calls'> {
  /** How often a state's task was tried. */
  attempts(state: string): number;
  /** When a state was first entered; undefined when it never was. */
  startedAt(state: string): number | undefined;
  /** When a state was last left; undefined when it never was. */
  endedAt(state: string): number | undefined;
  /** What a state's task was sent, try by try. */
  calls(state: string): readonly JsonValue[];
}

/**
 * Runs a state machine in a test: in this process, in virtual time, with mocks or handlers in place of its tasks.
 *
 * @example
 * ```ts
 * import { runStateMachine } from 'tasker-sfn/local';
 *
 * const run = await runStateMachine({
 *   definition: {
 *     StartAt: 'Charge',
 *     States: { Charge: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: {}, End: true } },
 *   },
 *   mocks: { Charge: { Return: { paid: true } } },
 * });
 * console.log(run.status, run.output, run.path); // 'SUCCEEDED', { paid: true }, ['Charge']
 * ```
 */
export async function runStateMachine(run: StateMachineRun): Promise<StateMachineResult> {
  const { definition, input = {}, context, mocks = {}, handlers = {} } = run;
  const { tables = {}, seed = 0, clock = virtualClock() } = run;
  const tokens = new TaskTokens();
  const lambda = lambdaInvoker((nameOrArn) => handlers[functionNameOf(nameOrArn)], clock);
  const real = wrapInvoker(lambda, async (call) => {
    if (Object.keys(handlers).length > 0) return lambda(call);
    throw new FatalStatesError(ErrorName.runtime, `The state "${call.stateName}" has neither a mock nor a handler.`);
  });
  const invoke = mockStates(mocks, tokens, taskAnswers(tokens, memoryTables(tables, real)));

  const machine = typeof definition === 'string' ? parseDefinition(definition) : definition;
  const { visits, calls, ...result } = await runMachine(machine, {
    ...{ input, invoke, clock, seed, tokens },
    ...(context !== undefined && { context }),
  });
  const of = (state: string) => visits.filter((visit) => visit.state === state);
  return {
    ...result,
    attempts: (state) => of(state).reduce((sum, visit) => sum + visit.attempts, 0),
    startedAt: (state) => of(state)[0]?.entered,
    endedAt: (state) => of(state).findLast(({ exited }) => exited !== undefined)?.exited,
    calls: (state) => calls.filter((call) => call.state === state).map(({ parameters }) => parameters),
  };
}
