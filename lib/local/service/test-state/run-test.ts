import { formatArn } from '../../../states-language/arn.ts';
import type { State, StateMachine } from '../../../states-language/types.ts';
import type { JsonObject } from '../../../json.ts';
import { toData } from '../../base/data.ts';
import { STATE_DATA } from '../../engine/distributed/items.ts';
import { History } from '../../engine/history.ts';
import { runFirstState, runStates } from '../../engine/run-states.ts';
import { Scope } from '../../language/scope.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { StatesError } from '../../base/states-error.ts';
import type { TaskInvoker } from '../../engine/task/task-invoker.ts';
import { TaskTokens } from '../../engine/task/task-tokens.ts';
import { endTrack, openTrack } from '../../engine/track.ts';
import type { Run } from '../../engine/run.ts';
import type { StateTest } from '../../engine/state-test.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Inspection } from './inspection.ts';
import { watchLanguage } from './inspection.ts';
import { RetryPending } from './retry-pending.ts';
import type { StateMock } from './run-container.ts';
import { runContainer } from './run-container.ts';
import type { StateTestOptions } from './state-test-options.ts';
import { testContext } from './test-context.ts';
import { printData } from '../../base/json-text.ts';

/** How long a test may take, in ms. */
const LONGEST_TEST_MS = 300_000;

/** How the test of a state ended. */
export interface StateTestResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData: Inspection;
}

/** Runs a single state, once. */
export async function runTest(options: StateTestOptions): Promise<StateTestResult> {
  const { found, input, variables, clock, mock, conditions } = options;
  const { name, state } = found;
  const seen: Inspection = { input: printData(input) };
  const scope = new Scope();
  scope.assign(variables, name);
  const item = found.inMap ? { Index: 0, Value: input, Source: STATE_DATA } : undefined;
  const track = openTrack(0, scope, item);
  let handled: StatesError | undefined;
  const test = testOf(options, seen, (error) => (handled = error));
  const run = runOf(options, test);
  const timer = new AbortController();
  const late = clock.sleep(LONGEST_TEST_MS, timer.signal).then(() => {
    throw new StatesError(ErrorName.timeout);
  });
  try {
    const work = runFirstState(run, machineOf(name, state), track, toData(input), (visit) => {
      if (mock === undefined) throw new Error('A Map or a Parallel is tested with a mock only.');
      return runContainer(visit, mock, conditions, seen);
    });
    const transition = await Promise.race([work, late]);
    noteVariables(variables, transition, seen);
    return resultOf(transition, handled, seen);
  } catch (thrown) {
    if (thrown instanceof RetryPending) return { status: 'RETRIABLE', ...told(handled), inspectionData: seen };
    if (!(thrown instanceof StatesError)) throw thrown;
    return { status: 'FAILED', ...told(thrown), inspectionData: seen };
  } finally {
    timer.abort();
    endTrack(track);
  }
}

function testOf(options: StateTestOptions, seen: Inspection, handle: (error: StatesError) => void): StateTest {
  const { found, conditions } = options;
  const isJsonata = (found.state.QueryLanguage ?? found.queryLanguage) === 'JSONata';
  const context = testContext(options);
  return {
    retries: conditions.retries,
    context: (track, token) => options.context ?? context(track, token),
    watch: (language) => watchLanguage(language, isJsonata, seen),
    retry: (index, delay, error) => {
      seen.errorDetails = { retryIndex: index, retryBackoffIntervalSeconds: Math.round(delay) };
      handle(error);
      throw new RetryPending();
    },
    caught: (index, error) => {
      seen.errorDetails = { catchIndex: index };
      handle(error);
    },
  };
}

function runOf(options: StateTestOptions, test: StateTest): Run {
  const { found, input, mock, place, invoke, objects, clock, random } = options;
  const tokens = new TaskTokens();
  const arn = formatArn({ ...place, kind: 'express', machine: 'test', name: random.uuid() });
  return {
    arn,
    region: place.region,
    context: {
      Execution: { Id: arn, Input: input, StartTime: '', Name: '', RoleArn: '', RedriveCount: 0 },
      StateMachine: { Id: '', Name: '' },
    },
    contextMembers: {},
    queryLanguage: found.queryLanguage,
    clock,
    random,
    history: new History(clock, undefined),
    invoke: mock === undefined ? invoke : mockedTask(mock, tokens),
    tokens,
    objects,
    fail: () => undefined,
    mapRuns: new Map(),
    onMapRun: undefined,
    startChild: () => {
      throw new Error('A test starts no child executions.');
    },
    isChildRedrivable: () => false,
    runStates,
    test,
  };
}

/** Does the work of a task as its mock says; one that waits for its token gets the result as well. */
function mockedTask(mock: StateMock, tokens: TaskTokens): TaskInvoker {
  return async (call) => {
    if ('error' in mock) throw mock.error;
    if (call.taskToken !== undefined) tokens.sendTaskSuccess(call.taskToken, printData(mock.result));
    else call.submitted(mock.result);
    return mock.result;
  };
}

function machineOf(name: string, state: State): StateMachine {
  return { StartAt: name, States: { [name]: state } };
}

/** The variables after the state: those that it found, and those that it set. */
function noteVariables(before: JsonObject, { assigned }: Transition, seen: Inspection): void {
  const all = { ...before, ...assigned };
  if (Object.keys(all).length > 0) seen.variables = printData(all);
}

function resultOf({ next, output }: Transition, handled: StatesError | undefined, seen: Inspection): StateTestResult {
  return {
    status: handled === undefined ? 'SUCCEEDED' : 'CAUGHT_ERROR',
    output: output.text,
    ...told(handled),
    ...(next !== undefined && { nextState: next }),
    inspectionData: seen,
  };
}

function told(error: StatesError | undefined): Pick<StateTestResult, 'error' | 'cause'> {
  return {
    ...(error?.error !== undefined && { error: error.error }),
    ...(error?.causeText !== undefined && { cause: error.causeText }),
  };
}
