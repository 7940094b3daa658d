import type { StateMachine } from '../asl/types.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { JsonValue } from '../contract/json.ts';
import { Limit } from '../contract/limits.ts';
import { executionArn, roleArn, stateMachineArn } from './arns.ts';
import type { Clock } from './clock/clock.ts';
import { toData } from './data/data.ts';
import type { ObjectStore } from './distributed/object-store.ts';
import type { Execution, ExecutionOutcome } from './execution.ts';
import { History, HistoryFullError, withInput, withOutput } from './history.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import { runStates } from './run-states.ts';
import { Scope } from './scope.ts';
import { ErrorName, FatalStatesError, StatesError } from './states-error.ts';
import { failure } from './task-events.ts';
import type { TaskInvoker } from './task-invoker.ts';
import { TaskTokens } from './task-tokens.ts';
import { endTrack, openTrack } from './track.ts';
import type { Run } from './visit.ts';

/** What an execution needs. */
export interface ExecutionOptions {
  readonly definition: StateMachine;
  readonly input: JsonValue;
  /** Does the work of the Task states. */
  readonly invoke: TaskInvoker;
  readonly clock: Clock;
  /**
   * What jitter and ids are drawn from: the same seed gives the same run.
   * @default 0
   */
  readonly seed?: number;
  /** @default a UUID */
  readonly name?: string;
  /** @default "StateMachine" */
  readonly stateMachineName?: string;
  /**
   * The ARNs under which the execution, its machine and its role are known.
   * @default made of their names
   */
  readonly arns?: { readonly execution: string; readonly stateMachine: string; readonly role: string };
  /**
   * The tasks that wait to be told their result; given when one object is to serve many executions.
   * @default the execution's own
   */
  readonly tokens?: TaskTokens;
  /** What distributed Maps read their items from and write their results to. */
  readonly objects?: ObjectStore | undefined;
  /** Told of each child execution that a distributed Map starts. */
  readonly onChildExecution?: ((execution: Execution, mapRunArn: string) => void) | undefined;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void;
}

/**
 * Starts an execution of a state machine in this process. It behaves as a Standard execution on AWS does: states, errors,
 * retries, limits and the event history.
 *
 * @example
 * ```ts
 * import { startExecution, virtualClock } from 'tasker-sfn/local';
 *
 * const execution = startExecution({
 *   definition: { StartAt: 'Greet', States: { Greet: { Type: 'Pass', Result: 'hello', End: true } } },
 *   input: {},
 *   invoke: async () => null,
 *   clock: virtualClock(),
 * });
 * const { status, output } = await execution.finished; // 'SUCCEEDED', '"hello"'
 * ```
 */
export function startExecution(options: ExecutionOptions): Execution {
  return launch(options, identityOf(options));
}

/** The names under which an execution is known. */
interface Identity {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly role: string;
  readonly random: Random;
}

function identityOf({ name, seed = 0, stateMachineName = 'StateMachine', arns }: ExecutionOptions): Identity {
  const random = seededRandom(seed);
  const id = name ?? random.uuid();
  return {
    arn: arns?.execution ?? executionArn(stateMachineName, id),
    name: id,
    stateMachineArn: arns?.stateMachine ?? stateMachineArn(stateMachineName),
    stateMachineName,
    role: arns?.role ?? roleArn(stateMachineName),
    random,
  };
}

/** The identity of a child execution of a Map Run: its machine is named after the run. */
function childIdentity(mapRunArn: string, role: string, random: Random): Identity {
  const name = random.uuid();
  const run = mapRunArn.slice(0, mapRunArn.lastIndexOf(':'));
  return {
    arn: `${run.replace(':mapRun:', ':execution:')}:${name}`,
    name,
    stateMachineArn: run.replace(':mapRun:', ':stateMachine:'),
    stateMachineName: run.slice(run.lastIndexOf(':') + 1),
    role,
    random,
  };
}

function launch(options: ExecutionOptions, identity: Identity): Execution {
  const { definition, input, invoke, clock, objects, onChildExecution, onEvent } = options;
  refuseUnsupported(definition);
  const { arn, random, role } = identity;
  const tokens = options.tokens ?? new TaskTokens();
  const startDate = clock.now();
  const history = new History(clock, onEvent);
  const track = openTrack(0, new Scope());
  const timer = new AbortController();
  let settle: (outcome: ExecutionOutcome) => void;
  const finished = new Promise<ExecutionOutcome>((resolve) => (settle = resolve));
  let over = false;

  /** Ends the execution with its last event; whatever still runs does nothing more. */
  const end = (status: ExecutionOutcome['status'], previous: number, details: Ending) => {
    if (over) return;
    over = true;
    timer.abort();
    const [type, key] = LAST_EVENTS[status];
    const told = details.output === undefined ? { ...details } : withOutput(details.output);
    try {
      history.add(type, previous, { [key]: told }, true);
    } finally {
      if (status === 'SUCCEEDED') track.ended = true;
      else endTrack(track);
      settle({ status, ...details, startDate, stopDate: clock.now() });
    }
  };
  const fail = (thrown: unknown, previous: number) => {
    end('FAILED', previous, clipped(failure(asStatesError(thrown))));
  };
  const startChild: Run['startChild'] = (machine, childInput, mapRunArn) => {
    const child = launch(
      {
        definition: {
          ...machine,
          ...(definition.QueryLanguage !== undefined && { QueryLanguage: definition.QueryLanguage }),
        },
        input: childInput,
        invoke,
        clock,
        tokens,
        objects,
        onChildExecution,
      },
      childIdentity(mapRunArn, role, random),
    );
    onChildExecution?.(child, mapRunArn);
    return child;
  };
  const run: Run = {
    arn,
    context: {
      Execution: {
        Id: arn,
        Input: input,
        StartTime: new Date(startDate).toISOString(),
        Name: identity.name,
        RoleArn: role,
        RedriveCount: 0,
      },
      StateMachine: { Id: identity.stateMachineArn, Name: identity.stateMachineName },
    },
    queryLanguage: definition.QueryLanguage,
    clock,
    random,
    history,
    invoke,
    tokens,
    objects,
    fail,
    startChild,
    runStates,
  };

  const data = toData(input);
  history.add('ExecutionStarted', 0, {
    executionStartedEventDetails: { ...withInput(data.text), roleArn: role },
  });
  runStates(run, definition, track, data).then(
    ({ text }) => {
      end('SUCCEEDED', track.previous, { output: text });
    },
    (error: unknown) => {
      fail(error, track.previous);
    },
  );
  if (definition.TimeoutSeconds !== undefined) {
    clock.sleep(definition.TimeoutSeconds * 1000, timer.signal).then(
      () => {
        end('TIMED_OUT', 0, {});
      },
      () => undefined, // The execution ended in time.
    );
  }

  return {
    arn,
    history: history.events,
    finished,
    tokens,
    stop: (error, cause) => {
      end('ABORTED', 0, clipped(failure(new StatesError(error, cause))));
    },
  };
}

/** What the last event tells: an output, or an error. */
interface Ending {
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

const LAST_EVENTS = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
} as const;

function asStatesError(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  if (thrown instanceof HistoryFullError) return new FatalStatesError(ErrorName.runtime, thrown.message);
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new FatalStatesError(ErrorName.runtime, `The local engine failed: ${text}`);
}

/** A failure with its cause cut to what Step Functions keeps. */
function clipped(ending: Ending): Ending {
  return ending.cause === undefined ? ending : { ...ending, cause: ending.cause.slice(0, Limit.causeChars) };
}
