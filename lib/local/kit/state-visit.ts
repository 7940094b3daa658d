import { ownMember } from '../../lookup.ts';
import type { HistoryEvent, HistoryEventType } from '../../states-language/history.ts';

/** One visit of a state, as the history tells it. Times in seconds since the execution began. */
export interface StateVisit {
  /** The state's name. */
  readonly state: string;
  /** The state's type, such as `Task`. */
  readonly type: string;
  /** When the state was entered. */
  readonly entered: number;
  /** Undefined when the state failed, or was aborted. */
  readonly exited: number | undefined;
  /** How often a Task was tried, or a Parallel or Map was started; 0 for other states. */
  readonly attempts: number;
}

interface OpenVisit {
  state: string;
  type: string;
  entered: number;
  exited: number | undefined;
  attempts: number;
  /** The Parallel or Map that the state is in. */
  readonly container: OpenVisit | undefined;
}

/** The type of the state that an event enters. */
const ENTERED: { readonly [T in HistoryEventType & `${string}StateEntered`]: string } = {
  TaskStateEntered: 'Task',
  PassStateEntered: 'Pass',
  ChoiceStateEntered: 'Choice',
  WaitStateEntered: 'Wait',
  SucceedStateEntered: 'Succeed',
  FailStateEntered: 'Fail',
  ParallelStateEntered: 'Parallel',
  MapStateEntered: 'Map',
};

/** The type of the state whose branches or iterations an event starts or ends. */
const AROUND: {
  readonly [
    T in Exclude<
      HistoryEventType & (`ParallelState${string}` | `MapState${string}` | `MapIteration${string}`),
      `${string}Entered` | `${string}Exited`
    >
  ]: string;
} = {
  ParallelStateStarted: 'Parallel',
  ParallelStateSucceeded: 'Parallel',
  ParallelStateFailed: 'Parallel',
  ParallelStateAborted: 'Parallel',
  MapStateStarted: 'Map',
  MapStateSucceeded: 'Map',
  MapStateFailed: 'Map',
  MapStateAborted: 'Map',
  MapIterationStarted: 'Map',
  MapIterationSucceeded: 'Map',
  MapIterationFailed: 'Map',
  MapIterationAborted: 'Map',
};

/** Each of these tries a Task once, or starts a Parallel or a Map. */
const ATTEMPTS: ReadonlySet<HistoryEventType> = new Set([
  'TaskScheduled',
  'LambdaFunctionScheduled',
  'LambdaFunctionScheduleFailed',
  'ActivityScheduled',
  'ActivityScheduleFailed',
  'ParallelStateStarted',
  'MapStateStarted',
]);

/** The visits of states in the order in which they were entered. */
export function stateVisits(history: readonly HistoryEvent[]): readonly StateVisit[] {
  const visits: OpenVisit[] = [];
  /** The visit that each event belongs to, and the type of the event. */
  const owners = new Map<number, { readonly visit: OpenVisit | undefined; readonly type: HistoryEventType }>();
  const start = history[0]?.timestamp ?? 0;
  for (const event of history) {
    const { id, previousEventId, type } = event;
    const before = owners.get(previousEventId);
    let visit = before?.visit;
    const at = event.timestamp - start;
    if ('stateEnteredEventDetails' in event) {
      const inside = before?.type === 'ParallelStateStarted' || before?.type === 'MapIterationStarted';
      visit = {
        state: event.stateEnteredEventDetails.name,
        type: ENTERED[event.type],
        entered: at,
        exited: undefined,
        attempts: 0,
        container: inside ? before.visit : before?.visit?.container,
      };
      visits.push(visit);
    } else if ('stateExitedEventDetails' in event) {
      const { name } = event.stateExitedEventDetails;
      visit = climb(visit, ({ state, exited }) => state === name && exited === undefined);
      if (visit !== undefined) visit.exited = at;
    } else {
      const container = ownMember(AROUND, type);
      if (container !== undefined)
        visit = climb(visit, (candidate) => candidate.type === container && candidate.exited === undefined);
    }
    if (ATTEMPTS.has(type) && visit !== undefined) visit.attempts += 1;
    owners.set(id, { visit, type });
  }
  return visits.map(({ state, type, entered, exited, attempts }) => ({ state, type, entered, exited, attempts }));
}

/** The visit itself, or the nearest container around it, that the test holds for. */
function climb(visit: OpenVisit | undefined, test: (visit: OpenVisit) => boolean): OpenVisit | undefined {
  let found = visit;
  while (found !== undefined && !test(found)) found = found.container;
  return found;
}
