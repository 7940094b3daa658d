import { millisecondsOf, type HistoryEvent } from '../../../states-language/history.ts';
import type { StateEnteredDetails, StateExitedDetails } from '../../../states-language/history-details.ts';
import type { State } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import { Data } from '../../base/data.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import type { TrackEnd } from './track-end.ts';
import { parseData } from '../../base/json-text.ts';

/** A thread of control as the history tells it. */
interface TrackNode {
  /** The state around it: the Parallel or the Map. */
  readonly container: VisitNode | undefined;
  previous: number;
  open: VisitNode | undefined;
  output: Data | undefined;
  readonly variables: Record<string, JsonValue>;
}

/** A visit of a state. */
interface VisitNode {
  readonly name: string;
  readonly type: string;
  readonly input: Data;
  readonly entered: number;
  readonly enteredTime: string;
  readonly track: TrackNode;
  attempt: AttemptNode | undefined;
  failed: boolean;
}

interface AttemptNode {
  readonly started: number;
  readonly tracks: Map<number, TrackNode>;
  mapRunArn: string | undefined;
}

/** What an event belongs to. */
interface Owner {
  readonly type: string;
  readonly track: TrackNode;
  readonly visit: VisitNode | undefined;
}

/**
 * How far an execution had come when it ended, told by its history alone: every event names the one before it, so the
 * branches and iterations can be told apart.
 */
export function readHistory(history: readonly HistoryEvent[]): TrackEnd {
  const root = openNode(undefined, 0);
  const owners = new Map<number, Owner>();
  for (const event of history) {
    const before = owners.get(event.previousEventId) ?? { type: '', track: root, visit: undefined };
    owners.set(event.id, { type: event.type, ...ownerOf(event, before, root) });
  }
  const end = endOf(root);
  const last = history.at(-1);
  const error = last?.type === 'ExecutionFailed' ? last.executionFailedEventDetails.error : undefined;
  if (error !== ErrorName.dataLimitExceeded || end.kind === 'completed' || end.open === undefined) return end;
  // Too much data does not get less when the rest of a container is done: it is done again as a whole.
  return { ...end, open: { ...end.open, attempt: undefined } };
}

function ownerOf(event: HistoryEvent, before: Owner, root: TrackNode): Omit<Owner, 'type'> {
  switch (event.type) {
    case 'TaskStateEntered':
    case 'PassStateEntered':
    case 'ChoiceStateEntered':
    case 'WaitStateEntered':
    case 'SucceedStateEntered':
    case 'FailStateEntered':
    case 'ParallelStateEntered':
    case 'MapStateEntered':
      return enter(event, event.stateEnteredEventDetails, before);
    case 'TaskStateExited':
    case 'PassStateExited':
    case 'ChoiceStateExited':
    case 'WaitStateExited':
    case 'SucceedStateExited':
    case 'ParallelStateExited':
    case 'MapStateExited':
      return exit(event, event.stateExitedEventDetails, before);
    case 'ParallelStateStarted':
      return startContainer(event, before, 'Parallel');
    case 'MapStateStarted':
      return startContainer(event, before, 'Map');
    case 'ParallelStateFailed':
      return failContainer(before, 'Parallel');
    case 'MapStateFailed':
      return failContainer(before, 'Map');
    case 'MapIterationStarted': {
      const { name, index } = event.mapIterationStartedEventDetails;
      const visit = climb(before, (candidate) => candidate.name === name);
      const track = openNode(visit, event.id);
      visit.attempt?.tracks.set(Number(index), track);
      return { track, visit: undefined };
    }
    case 'MapRunStarted':
      if (before.visit?.attempt !== undefined) {
        before.visit.attempt.mapRunArn = event.mapRunStartedEventDetails.mapRunArn;
      }
      return before;
    case 'EvaluationFailed': {
      const visit = evaluated(event.evaluationFailedEventDetails.state, before);
      return { track: visit?.track ?? before.track, visit };
    }
    case 'ExecutionRedriven':
      // What has failed is tried again.
      forgive(root);
      return { track: root, visit: undefined };
    // The rest tells how the open state comes along, or that it was stopped: a redrive takes it up where it stands.
    case 'ExecutionStarted':
    case 'ExecutionSucceeded':
    case 'ExecutionFailed':
    case 'ExecutionTimedOut':
    case 'ExecutionAborted':
    case 'TaskScheduled':
    case 'TaskStarted':
    case 'TaskStartFailed':
    case 'TaskSubmitted':
    case 'TaskSubmitFailed':
    case 'TaskSucceeded':
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'LambdaFunctionScheduled':
    case 'LambdaFunctionScheduleFailed':
    case 'LambdaFunctionStarted':
    case 'LambdaFunctionStartFailed':
    case 'LambdaFunctionSucceeded':
    case 'LambdaFunctionFailed':
    case 'LambdaFunctionTimedOut':
    case 'ActivityScheduled':
    case 'ActivityScheduleFailed':
    case 'ActivityStarted':
    case 'ActivitySucceeded':
    case 'ActivityFailed':
    case 'ActivityTimedOut':
    case 'TaskStateAborted':
    case 'WaitStateAborted':
    case 'ParallelStateSucceeded':
    case 'ParallelStateAborted':
    case 'MapStateSucceeded':
    case 'MapStateAborted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed':
    case 'MapIterationAborted':
    case 'MapRunSucceeded':
    case 'MapRunFailed':
    case 'MapRunAborted':
    case 'MapRunRedriven':
      return before;
  }
}

function startContainer({ id }: HistoryEvent, before: Owner, type: State['Type']): Omit<Owner, 'type'> {
  const visit = containerOf(before, type);
  visit.attempt = { started: id, tracks: new Map(), mapRunArn: undefined };
  return { track: visit.track, visit };
}

function failContainer(before: Owner, type: State['Type']): Omit<Owner, 'type'> {
  const visit = containerOf(before, type);
  visit.failed = true;
  return { track: visit.track, visit };
}

function enter(event: HistoryEvent, { name, input }: StateEnteredDetails, before: Owner): Omit<Owner, 'type'> {
  const branch = before.type === 'ParallelStateStarted' ? openBranch(event, before.visit) : undefined;
  const track = branch ?? before.track;
  const visit: VisitNode = {
    name,
    type: event.type.replace('StateEntered', ''),
    input: dataOf(input),
    entered: event.id,
    enteredTime: new Date(millisecondsOf(event)).toISOString(),
    track,
    attempt: undefined,
    failed: false,
  };
  track.open = visit;
  return { track, visit };
}

/** Branches start in their order. */
function openBranch(event: HistoryEvent, visit: VisitNode | undefined): TrackNode {
  const track = openNode(visit, event.previousEventId);
  const tracks = visit?.attempt?.tracks;
  tracks?.set(tracks.size, track);
  return track;
}

function exit(
  { id }: HistoryEvent,
  { name, output, assignedVariables = {} }: StateExitedDetails,
  before: Owner,
): Omit<Owner, 'type'> {
  const visit = climb(before, (candidate) => candidate.name === name);
  const { track } = visit;
  track.open = undefined;
  track.output = dataOf(output);
  track.previous = id;
  for (const [variable, text] of Object.entries(assignedVariables)) {
    track.variables[variable] = parseData(text);
  }
  return { track, visit };
}

/** The visit in which an evaluation has failed: the history may tell of it as if the state had not been entered. */
function evaluated(name: string, { track, visit }: Owner): VisitNode | undefined {
  const branches = [...(visit?.attempt?.tracks.values() ?? [])];
  return [visit, track.open, ...branches.map(({ open }) => open)].find((candidate) => candidate?.name === name);
}

function containerOf(before: Owner, type: State['Type']): VisitNode {
  return climb(before, (candidate) => candidate.type === type && !candidate.failed);
}

/** The open visit itself, or the nearest one around it, that the test holds for. */
function climb(before: Owner, test: (visit: VisitNode) => boolean): VisitNode {
  let found = before.visit ?? before.track.container;
  while (found !== undefined && !(found.track.open === found && test(found))) found = found.track.container;
  if (found === undefined) throw new Error('The history of the execution is not one of this engine.');
  return found;
}

function openNode(container: VisitNode | undefined, previous: number): TrackNode {
  return { container, previous, open: undefined, output: undefined, variables: {} };
}

function forgive({ open }: TrackNode): void {
  if (open === undefined) return;
  open.failed = false;
  for (const track of open.attempt?.tracks.values() ?? []) forgive(track);
}

function endOf({ previous, open, output, variables }: TrackNode): TrackEnd {
  if (open === undefined && output !== undefined) return { kind: 'completed', output, previous };
  if (open === undefined) return { kind: 'stopped', previous, open, variables };
  const { name, input, entered, enteredTime } = open;
  const attempt = open.attempt && {
    ...open.attempt,
    tracks: new Map([...open.attempt.tracks].map(([index, track]) => [index, endOf(track)])),
  };
  return {
    kind: 'stopped',
    previous: entered,
    open: { name, input, entered, enteredTime, attempt },
    variables,
  };
}

function dataOf(text = ''): Data {
  return new Data(parseData(text), text);
}
