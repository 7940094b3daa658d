import { isJsonObject, type JsonValue } from '../../json.ts';
import { millisecondsOf, type HistoryEvent } from '../../states-language/history.ts';
import type { FailureDetails } from '../../states-language/history-details.ts';
import type { State, StateMachine, SubMachine, TaskState } from '../../states-language/types.ts';
import { parseJson } from '../parse-json.ts';
import type { AttemptError } from './attempt-error.ts';
import { successors } from './control-order.ts';
import { readError } from './read-error.ts';
import type { StepAttempt } from './step-history.ts';
import type { StepState, StepView } from './step-view.ts';

/** A state of an execution of a machine that runs no template. */
export interface StateView {
  /** The state as a step: it depends on the states from which control comes to it. */
  readonly step: StepView;
  readonly type: State['Type'];
  /** As it stands in the definition. */
  readonly state: State;
  /** How often control came to it, earlier tries of what is around it aside. */
  readonly times: number;
  /** Of its attempts, by number, those made in earlier tries of a Parallel or Map around it, which failed and was retried. */
  readonly earlier: ReadonlyMap<number, EarlierTry>;
  /** Whether it failed the last time, and a Catch, its own or that of a state around it, let the execution go on. */
  readonly isCaught: boolean;
  /** What control brought to it, and what it left, the last time. */
  readonly input?: JsonValue;
  readonly output?: JsonValue;
  /** Tokens that it waits for to be told of, by now: `undefined` of one that its task does not show. */
  readonly tokens: readonly (string | undefined)[];
}

/** A try of a Parallel or Map that failed, and was followed by another. */
export interface EarlierTry {
  /** The name of the Parallel or Map. */
  readonly group: string;
  /** Which of its tries, from 1. */
  readonly number: number;
}

/** Runs of a state that are told one by one; a loop may have thousands. */
const MOST_RUNS = 200;

/** What an event does to a run of a task, by its type. The services' own words are the same. */
const RUNS = /^(?:Task|LambdaFunction|Activity)(Scheduled|Started|Submitted|Succeeded|\w*Failed|TimedOut)$/;
const ABORTS = /^(\w+)StateAborted$|^MapRunAborted$/;
const STARTS = /^(?:Parallel|Map)StateStarted$/;
const ENDS = /^Execution(?:Succeeded|Failed|TimedOut|Aborted)$/;

/** One time that control was in a state. */
interface Visit {
  readonly name: string;
  readonly type: State['Type'];
  /** The visit of the Parallel or Map within which it is. */
  readonly around: Visit | undefined;
  readonly enteredAt: number;
  readonly input: string | undefined;
  /** Of a Parallel or Map its tries. */
  readonly runs: Run[];
  state: StepAttempt['state'];
  exitedAt?: number;
  /** Whether it is a Parallel or Map that has failed for good, and is not tried again. */
  isOver?: boolean;
  /** Set once what is around it has been tried again. */
  earlier?: EarlierTry;
  /** Whether control left it after a failure: that was caught. */
  isCaught?: boolean;
  /** Whether it was under way when the execution ended, which a redrive takes up again. */
  isCut?: boolean;
  output?: string | undefined;
  error?: AttemptError;
}

/** One run of what a Task asks for, or one try of a Parallel or Map. */
interface Run {
  readonly scheduledAt: number;
  readonly sent: string | undefined;
  startedAt?: number;
  submittedAt?: number;
  endedAt?: number;
  state: StepAttempt['state'];
  error?: AttemptError;
}

/**
 * What the states of an execution did, by its definition and its history: of any machine, whatever it is for. Each state is a step, so that
 * what shows steps can show them.
 */
export function viewStates(definition: StateMachine, events: readonly HistoryEvent[]): readonly StateView[] {
  const visits = readVisits(events);
  const byName = new Map<string, Visit[]>();
  for (const visit of visits) {
    const known = byName.get(visit.name);
    if (known === undefined) byName.set(visit.name, [visit]);
    else known.push(visit);
  }
  const hasEnded = ENDS.test(events.at(-1)?.type ?? '');
  return statesOf(definition).map(({ name, state, comesFrom }) =>
    viewState(name, state, comesFrom, byName.get(name) ?? [], hasEnded),
  );
}

/** Which visit an event belongs to is told by the event before it, since branches and iterations come interleaved. */
function readVisits(events: readonly HistoryEvent[]): readonly Visit[] {
  const visits: Visit[] = [];
  const owners = new Map<number, Visit>();
  const types = new Map<number, string>();
  for (const event of events) {
    const at = millisecondsOf(event);
    const before = owners.get(event.previousEventId);
    types.set(event.id, event.type);
    if ('stateEnteredEventDetails' in event) {
      const { name, input } = event.stateEnteredEventDetails;
      const isInside = /^(?:ParallelState|MapState|MapIteration)Started$/.test(types.get(event.previousEventId) ?? '');
      const type = event.type.replace('StateEntered', '') as State['Type'];
      const around = isInside ? before : before?.around;
      const visit: Visit = { name, type, around, enteredAt: at, input, runs: [], state: 'in_progress' };
      if (type === 'Fail') visit.state = 'error';
      // After a redrive, a state may be entered again that had not come to its end.
      for (const earlier of visits) if (earlier.isCut === true && earlier.name === name) earlier.exitedAt ??= at;
      visits.push(visit);
      owners.set(event.id, visit);
      continue;
    }
    const [isAbort, type = 'Map'] = ABORTS.exec(event.type) ?? [];
    const stopped = isAbort === undefined ? undefined : abortedBy(type, event, before, visits);
    if (stopped !== undefined) stop(stopped, at);
    const visit = isAbort === undefined ? ownerOf(event, before) : (stopped ?? before);
    if (visit !== undefined) owners.set(event.id, visit);
    if (ENDS.test(event.type)) endAll(event, before, visits, at);
    else if (event.type === 'ExecutionRedriven') visits.forEach(takeUp);
    else if (visit !== undefined && isAbort === undefined) {
      if (STARTS.test(event.type)) beginTry(visit, before, visits, at);
      else apply(event, visit, at);
      if (visit.isCaught === true) endWithin(visit, visits, at);
    }
  }
  return visits;
}

/** What was stopped: where something has failed, a visit beside it that is under way. What has failed itself is not stopped. */
function abortedBy(
  type: string,
  event: HistoryEvent,
  before: Visit | undefined,
  visits: readonly Visit[],
): Visit | undefined {
  if (before?.state !== 'error') return ownerOf(event, before);
  let { around } = before;
  while (around?.isOver === true) ({ around } = around);
  return visits.find(
    (visit) =>
      visit.type === type &&
      visit.exitedAt === undefined &&
      visit.state !== 'error' &&
      (around === undefined || isWithin(visit, around)),
  );
}

/** The visit that an event tells of: that of the event before it, or the group around that, whose end it tells. */
function ownerOf(event: HistoryEvent, before: Visit | undefined): Visit | undefined {
  const name = 'stateExitedEventDetails' in event ? event.stateExitedEventDetails.name : undefined;
  const group = /^(Parallel|Map)State|^MapIteration|^MapRun/.exec(event.type);
  if (name === undefined && group === null) return before;
  for (let visit = before; visit !== undefined; visit = visit.around) {
    const isIt = name === undefined ? visit.type === (group?.[1] ?? 'Map') : visit.name === name;
    const isOver = visit.exitedAt !== undefined || (visit.isOver === true && STARTS.test(event.type));
    if (isIt && !isOver) return visit;
  }
  return before;
}

function apply(event: HistoryEvent, visit: Visit, at: number): void {
  if ('stateExitedEventDetails' in event) {
    visit.exitedAt = at;
    visit.output = event.stateExitedEventDetails.output;
    if (visit.state === 'error') visit.isCaught = true;
    else visit.state = 'complete';
    return;
  }
  if (event.type === 'EvaluationFailed') return failVisit(visit, event.evaluationFailedEventDetails);
  if (/^(?:Parallel|Map)StateFailed$|^MapRunFailed$/.test(event.type)) {
    visit.state = 'error';
    visit.isOver = true;
    return;
  }
  const [, what] = RUNS.exec(event.type) ?? [];
  if (what !== undefined) applyToRun(event, what, visit, at);
}

/** A Parallel or Map begins, or begins again after a failure within it: then what was done within it belongs to the past. @param last What failed. */
function beginTry(group: Visit, last: Visit | undefined, visits: readonly Visit[], at: number): void {
  const failed = group.runs.at(-1);
  group.runs.push({ scheduledAt: failed === undefined ? group.enteredAt : at, sent: undefined, state: 'in_progress' });
  // A redrive goes on with the same try.
  if (failed === undefined || group.isCut === true) return;
  const endedAt = last?.runs.at(-1)?.endedAt ?? last?.exitedAt ?? last?.enteredAt ?? at;
  Object.assign(failed, { state: 'error', endedAt, ...(last?.error !== undefined && { error: last.error }) });
  const earlier = { group: group.name, number: group.runs.length - 1 };
  for (const visit of visits) {
    if (visit.earlier !== undefined || !isWithin(visit, group)) continue;
    visit.earlier = earlier;
    if (visit.exitedAt !== undefined) continue;
    if (visit.state === 'error') visit.exitedAt = endedAt;
    else stop(visit, endedAt);
  }
}

function isWithin({ around }: Visit, group: Visit): boolean {
  return around !== undefined && (around === group || isWithin(around, group));
}

function applyToRun(event: HistoryEvent, what: string, visit: Visit, at: number): void {
  if (what === 'Scheduled') {
    visit.state = 'in_progress';
    visit.runs.push({ scheduledAt: at, sent: sentIn(event), state: 'in_progress' });
    return;
  }
  const run = visit.runs.at(-1);
  if (run === undefined) return;
  if (what === 'Started') run.startedAt = at;
  else if (what === 'Submitted') run.submittedAt = at;
  else {
    run.endedAt = at;
    run.state = what === 'Succeeded' ? 'complete' : 'error';
    if (run.state === 'error') {
      const details = failureIn(event);
      failVisit(visit, details);
      run.error = errorOf(details);
    }
  }
}

function sentIn(event: HistoryEvent): string | undefined {
  if (event.type === 'TaskScheduled') return event.taskScheduledEventDetails.parameters;
  if (event.type === 'LambdaFunctionScheduled') return event.lambdaFunctionScheduledEventDetails.input;
  return event.type === 'ActivityScheduled' ? event.activityScheduledEventDetails.input : undefined;
}

function failureIn(event: HistoryEvent): FailureDetails {
  const found = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
  return (found?.[1] ?? {}) as FailureDetails;
}

function errorOf({ error = 'States.Timeout', cause }: FailureDetails): AttemptError {
  return readError(error, cause).error;
}

function failVisit(visit: Visit, details: FailureDetails): void {
  visit.state = 'error';
  visit.error = errorOf(details);
}

/** What failed within a Parallel or Map whose failure was caught is over with it. */
function endWithin(group: Visit, visits: readonly Visit[], at: number): void {
  for (const visit of visits) {
    for (let { around } = visit; around !== undefined && visit.state === 'error'; { around } = around) {
      if (around !== group) continue;
      visit.exitedAt ??= at;
      visit.isCaught = true;
    }
  }
}

/** A redrive goes on with what was under way. */
function takeUp(visit: Visit): void {
  if (visit.isCut !== true) return;
  delete visit.exitedAt;
  visit.state = 'in_progress';
}

/** What was under way when it was stopped. */
function stop(visit: Visit, at: number): void {
  visit.exitedAt ??= at;
  visit.state = 'cancelled';
  const run = visit.runs.at(-1);
  if (run?.endedAt === undefined && run !== undefined) Object.assign(run, { endedAt: at, state: 'cancelled' });
}

/** The execution ends: what failed is the state that the last event was of, and what is around it; all else that was under way stops. */
function endAll(event: HistoryEvent, last: Visit | undefined, visits: readonly Visit[], at: number): void {
  if (event.type === 'ExecutionFailed') {
    for (let visit = last; visit !== undefined; visit = visit.around) {
      if (visit.exitedAt !== undefined) continue;
      Object.assign(visit, { state: 'error', exitedAt: at, isCut: true });
      visit.error ??= errorOf(event.executionFailedEventDetails);
    }
  }
  for (const visit of visits) {
    if (visit.exitedAt !== undefined && visit.isCut !== true) continue;
    visit.isCut = visit.type !== 'Succeed';
    if (visit.exitedAt !== undefined) continue;
    if (visit.type === 'Succeed') Object.assign(visit, { exitedAt: at, state: 'complete' });
    else if (event.type === 'ExecutionFailed' && visit.state === 'error') visit.exitedAt = at;
    else stop(visit, at);
  }
}

function viewState(
  name: string,
  state: State,
  comesFrom: readonly string[],
  all: readonly Visit[],
  hasEnded: boolean,
): StateView {
  const visits = all.filter(({ earlier }) => earlier === undefined);
  const last = visits.at(-1);
  const open = visits.filter(({ exitedAt }) => exitedAt === undefined);
  const failed = visits.findLast((visit) => visit.state === 'error' && visit.exitedAt !== undefined);
  const isWaiting = !hasEnded && open.length > 0 && open.every((visit) => visit.state === 'error');
  const shown = open.at(-1) ?? failed ?? last;
  const stands: StepState =
    shown === undefined ? 'pending' : isWaiting ? 'waiting_for_retry' : open.length > 0 ? 'in_progress' : shown.state;
  const history = all.flatMap((visit) => attemptsOf(visit).map((attempt) => ({ attempt, earlier: visit.earlier })));
  const attempts = history.filter(({ earlier }) => earlier === undefined).length;
  const [output, error] = [parseJson(last?.output ?? ''), shown?.error];
  const step: StepView = {
    name,
    state: stands,
    dependencies: comesFrom,
    attempts,
    maxAttempts: Math.max(attempts, mostAttempts(state)),
    history: history.map(({ attempt }, index) => ({ ...attempt, attempt: index + 1 })).slice(-MOST_RUNS),
    ...(visits[0] !== undefined && { startedAt: isoOf(visits[0].enteredAt) }),
    ...(open.length === 0 && last?.exitedAt !== undefined && { completedAt: isoOf(last.exitedAt) }),
    ...(error !== undefined && stands !== 'complete' && { error }),
    ...(isJsonObject(output) && { result: output }),
  };
  const input = parseJson(last?.input ?? '');
  return {
    step,
    type: state.Type,
    state,
    times: visits.length,
    earlier: new Map(
      history.flatMap(({ earlier }, index): [number, EarlierTry][] =>
        earlier === undefined ? [] : [[index + 1, earlier]],
      ),
    ),
    isCaught: stands === 'error' && shown?.isCaught === true,
    tokens: isTokenTask(state) ? open.flatMap((visit) => tokenOf(state, visit)) : [],
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
  };
}

/** The runs of a Task, and the tries of a Parallel or Map; of any other state the time that control was in it. */
function attemptsOf(visit: Visit): readonly StepAttempt[] {
  const { type, enteredAt, exitedAt, state, error } = visit;
  const [last, runs] = [visit.runs.at(-1), [...visit.runs]];
  // The last try of a Parallel or Map ends with it.
  if (type !== 'Task' && last !== undefined) {
    const end = { ...(exitedAt !== undefined && { endedAt: exitedAt }), ...(error !== undefined && { error }) };
    runs.splice(-1, 1, { ...last, state, ...end });
  }
  if (runs.length === 0) {
    return [
      {
        attempt: 1,
        state,
        scheduledAt: isoOf(enteredAt),
        waitedMs: 0,
        ...(exitedAt !== undefined && { endedAt: isoOf(exitedAt) }),
        ...(error !== undefined && { error }),
      },
    ];
  }
  return runs.map((run, index): StepAttempt => {
    const before = runs[index - 1]?.endedAt;
    return {
      attempt: index + 1,
      state: run.state,
      scheduledAt: isoOf(run.scheduledAt),
      waitedMs: before === undefined ? 0 : Math.max(0, run.scheduledAt - before),
      ...(run.startedAt !== undefined && { startedAt: isoOf(run.startedAt) }),
      ...(run.submittedAt !== undefined && { submittedAt: isoOf(run.submittedAt) }),
      ...(run.endedAt !== undefined && { endedAt: isoOf(run.endedAt) }),
      ...(run.error !== undefined && { error: run.error }),
    };
  });
}

/** With the retries that its retriers allow together. */
function mostAttempts(state: State): number {
  const retriers = 'Retry' in state ? (state.Retry ?? []) : [];
  return retriers.reduce((sum, { MaxAttempts = 3 }) => sum + (typeof MaxAttempts === 'number' ? MaxAttempts : 0), 1);
}

function isTokenTask(state: State): state is TaskState {
  return state.Type === 'Task' && state.Resource.endsWith('.waitForTaskToken');
}

/** The token of a task that waits. */
function tokenOf(state: TaskState, { runs }: Visit): readonly (string | undefined)[] {
  const run = runs.at(-1);
  if (run?.state !== 'in_progress' || run.submittedAt === undefined) return [];
  return [tokenIn(state.Parameters ?? state.Arguments, parseJson(run.sent ?? ''))];
}

const TOKEN = /^(?:\$\$\.Task\.Token|\{%\s*\$states\.context\.Task\.Token\s*%\})$/;

/** Where the definition writes the token alone, what was sent has it. */
function tokenIn(written: unknown, sent: JsonValue | undefined): string | undefined {
  if (typeof written === 'string') return TOKEN.test(written) && typeof sent === 'string' ? sent : undefined;
  if (typeof written !== 'object' || written === null) return undefined;
  const members = sent as Readonly<Record<string, JsonValue>> | null | undefined;
  for (const [key, value] of Object.entries(written)) {
    const found = tokenIn(value, members?.[key.replace(/\.\$$/, '')]);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface DefinedState {
  readonly name: string;
  readonly state: State;
  /** The states from which control comes to it; of the first one within a Parallel or Map, that. */
  readonly comesFrom: readonly string[];
}

/** All states of a machine, those within others behind them. */
function statesOf(machine: SubMachine, around?: string): readonly DefinedState[] {
  const before = new Map<string, string[]>();
  const comes = (to: string, from: string) => {
    const known = before.get(to);
    if (known === undefined) before.set(to, [from]);
    else if (!known.includes(from)) known.push(from);
  };
  if (around !== undefined) comes(machine.StartAt, around);
  for (const [name, state] of Object.entries(machine.States)) {
    for (const next of successors(state)) comes(next, name);
    if ('Catch' in state) for (const { Next } of state.Catch ?? []) comes(Next, name);
  }
  return Object.entries(machine.States).flatMap(([name, state]): readonly DefinedState[] => [
    { name, state, comesFrom: before.get(name) ?? [] },
    ...insidesOf(state).flatMap((inside) => statesOf(inside, name)),
  ]);
}

function insidesOf(state: State): readonly SubMachine[] {
  if (state.Type === 'Parallel') return state.Branches;
  if (state.Type !== 'Map') return [];
  return [state.ItemProcessor ?? state.Iterator].filter((inside) => inside !== undefined);
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
