import type {
  Catcher,
  ChoiceState,
  MapState,
  ParallelState,
  State,
  StateMachine,
  SubMachine,
  TaskState,
} from '../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import type { Clock } from '../base/clock/clock.ts';
import type { ExecutionContext } from './context-object.ts';
import { contextObject } from './context-object.ts';
import type { Data } from '../base/data.ts';
import type { Frame } from '../language/evaluate.ts';
import type { Batching, Reader, Writer } from './distributed/map-fields.ts';
import type { MapRun } from './distributed/map-run.ts';
import type { ObjectStore } from './distributed/object-store.ts';
import type { Execution } from './execution.ts';
import type { EventDetails, History } from './history.ts';
import type { Random } from '../base/random.ts';
import type { NumberField } from '../base/ranges.ts';
import type { ContainerAttempt, OpenState } from './redrive/track-end.ts';
import { ErrorName, EvaluationError, FatalStatesError, StatesError } from '../base/states-error.ts';
import type { TaskInvoker } from './task/task-invoker.ts';
import type { TaskTokens } from './task/task-tokens.ts';
import type { Track } from './track.ts';
import { BranchAborted } from './track.ts';

/** What all states of an execution share. */
export interface Run {
  readonly arn: string;
  readonly context: ExecutionContext;
  /** The query language of states that do not name one. */
  readonly queryLanguage: StateMachine['QueryLanguage'];
  readonly clock: Clock;
  readonly random: Random;
  readonly history: History;
  readonly invoke: TaskInvoker;
  readonly tokens: TaskTokens;
  /** What distributed Maps read from and write to. */
  readonly objects: ObjectStore | undefined;
  /** Ends the execution at once: no retrier or catcher may see the error. */
  readonly fail: (error: Error, previous: number) => void;
  /** The runs of distributed Maps, by their ARNs; those of earlier attempts of a redriven execution as well. */
  readonly mapRuns: Map<string, MapRun>;
  /** Told of each new Map Run. */
  readonly onMapRun: ((mapRunArn: string, executionArn: string) => void) | undefined;
  /** Starts a child execution of a distributed Map, or redrives it. */
  readonly startChild: (child: ChildStart) => Execution;
  readonly isChildRedrivable: (arn: string) => boolean;
  /** Runs a machine, or a branch, from its first state or from an open one to its end. */
  readonly runStates: (run: Run, machine: SubMachine, track: Track, input: Data, open?: OpenState) => Promise<Data>;
  /** Given when a single state is tested. */
  readonly test?: StateTest;
}

/** How the test of a single state differs from an execution. API reference: "TestState". */
export interface StateTest {
  /** How often the retrier that an error meets has been used before. */
  readonly retries: number;
  /** The context object, `$$`. */
  context(visit: Visit): JsonObject;
  /** The query language of the state, watched. */
  watch(language: QueryLanguage): QueryLanguage;
  /** Does what a Map or a Parallel would do, but for running its states. */
  container(visit: Visit<MapState | ParallelState>): Promise<Transition>;
  /** Told which retrier would try again, and after how many seconds. Throws: a test tries once. */
  retry(index: number, seconds: number, error: StatesError): never;
  /** Told which catcher takes over. */
  caught(index: number, error: StatesError): void;
}

/** A child execution of a distributed Map that is to run. */
export interface ChildStart {
  readonly machine: SubMachine;
  readonly input: JsonValue;
  /** How many items the input holds. */
  readonly items: number;
  readonly mapRunArn: string;
  /** Given when it has run before. */
  readonly again?: { readonly arn: string; readonly fromStart: boolean };
}

/** Fields that hold a text, or say where to find one. */
export type TextField = 'Timestamp' | 'Error' | 'Cause';

/**
 * What JSONPath knows at once, and JSONata tells later: once other code has run, but without a turn of the event loop, so
 * that no time passes on a virtual clock. Awaited only where it is a promise, so that the branches of a machine without
 * JSONata take turns as they do on AWS: when one of them waits.
 */
export type Eventually<T> = T | Promise<T>;

/** What a state leaves behind. */
export interface Leaving {
  readonly output: Data;
  /** The variables that `Assign` sets. */
  readonly assigned: JsonObject | undefined;
}

/** How the fields of a state read and write data. A query language is one such object. States Language: "Data". */
export interface QueryLanguage {
  /** What the state works on. */
  input(visit: Visit): JsonValue;
  /** What the state sends to its task or branches. */
  payload(visit: Visit, input: JsonValue): Eventually<JsonValue>;
  /** The role that the `Credentials` of a task name; undefined when it has none. */
  role(visit: Visit<TaskState>, input: JsonValue): Eventually<string | undefined>;
  /** What a state leaves that has made a result. */
  output(visit: Visit, result: JsonValue): Eventually<Leaving>;
  /** What a state leaves that hands on its input. */
  passOn(visit: Visit, input: JsonValue): Eventually<Leaving>;
  /** What the state leaves where a catcher takes over. */
  caught(visit: Visit, catcher: Catcher, error: JsonValue): Eventually<Leaving>;
  /** The number of a field; undefined when the state does not have it. */
  number(visit: Visit, input: JsonValue, field: NumberField): Eventually<number | undefined>;
  /** The text of a field; undefined when the state does not have it. */
  text(visit: Visit, input: JsonValue, field: TextField): Eventually<string | undefined>;
  /** Where a Choice leads, without `next` when no rule holds and there is no default. */
  choose(visit: Visit<ChoiceState>, input: JsonValue): Eventually<Transition>;
  /** The items of a Map state that takes them from its input: a list, or in a distributed Map an object as well. */
  items(visit: Visit<MapState>, input: JsonValue): Eventually<readonly JsonValue[] | JsonObject>;
  /** What an iteration of a Map gets as its input. */
  item(visit: Visit<MapState>, input: JsonValue, value: JsonValue): Eventually<JsonValue>;
  /** Where an `ItemReader` reads from. */
  reader(visit: Visit<MapState>, input: JsonValue): Eventually<Reader>;
  /** How an `ItemBatcher` groups items. */
  batching(visit: Visit<MapState>, input: JsonValue): Eventually<Batching>;
  /** Where and how a `ResultWriter` writes. */
  writer(visit: Visit<MapState>, input: JsonValue): Eventually<Writer>;
}

/** One state's turn. */
export interface Visit<S extends State = State> {
  readonly run: Run;
  readonly track: Track;
  readonly language: QueryLanguage;
  readonly name: string;
  readonly state: S;
  /** The input as the state before left it. */
  readonly raw: Data;
  /** The id of the event that says the state was entered. */
  readonly entered: number;
  readonly enteredTime: string;
  /** What an earlier attempt of the execution has left of the state, until it is taken up. */
  attempt: ContainerAttempt | undefined;
  /** How often the state has been tried again. */
  retryCount: number;
  /** The token of the attempt, for a task that waits to be told its result. */
  token: string | undefined;
}

/** Where control goes from a state; without `next` the machine or branch ends with the output. */
export interface Transition extends Leaving {
  readonly next: string | undefined;
}

/** Adds the next event of a track to the history and returns its id. */
export function record(run: Run, track: Track, type: string, details?: EventDetails): number {
  if (track.ended) throw new BranchAborted();
  track.previous = run.history.add(type, track.previous, details);
  return track.previous;
}

/** What an earlier attempt has left of a Parallel or a Map. Only the first try goes on with it: a retry starts afresh. */
export function takeAttempt(visit: Visit): ContainerAttempt | undefined {
  const { attempt } = visit;
  visit.attempt = undefined;
  return attempt;
}

/** What the fields of a state may read, with `input` as `$`; `needsInput` where they read the input of the state. */
export function frameOf(visit: Visit, input: JsonValue, needsInput = false): Frame {
  return {
    input,
    needsInput,
    context: () => contextOf(visit),
    variable: (name) => visit.track.scope.get(name),
    random: visit.run.random,
  };
}

/** The context object, `$$`. Only states that may retry have a `RetryCount`. */
export function contextOf(visit: Visit): JsonObject {
  const { run, track, name, enteredTime, state, retryCount, token } = visit;
  if (run.test !== undefined) return run.test.context(visit);
  const retries = ['Task', 'Parallel', 'Map'].includes(state.Type) ? { RetryCount: retryCount } : {};
  return contextObject(run.context, { Name: name, EnteredTime: enteredTime, ...retries }, track.item, token);
}

/**
 * A failed evaluation as the error that it raises in its state; other errors stay as they are. The history tells of one in
 * JSONata, mostly with the field.
 */
export function raise(thrown: unknown, visit: Visit): unknown {
  if (!(thrown instanceof EvaluationError)) return thrown;
  const { run, track, name, entered } = visit;
  const { error, location } = thrown;
  const prefix = `An error occurred while executing the state '${name}' (entered at the event id #${String(entered)}). `;
  const cause = run.test === undefined ? prefix + thrown.message : thrown.message;
  if (error === ErrorName.queryEvaluationError) {
    const where = location === undefined ? {} : { location };
    record(run, track, 'EvaluationFailed', { evaluationFailedEventDetails: { state: name, error, cause, ...where } });
  }
  const Kind = error === ErrorName.runtime ? FatalStatesError : StatesError;
  return new Kind(error, cause);
}

/** What a catcher and `ErrorEquals` see of an error. */
export function errorOutput(error: StatesError): JsonValue {
  return { Error: error.error ?? '', Cause: error.causeText ?? '' };
}
