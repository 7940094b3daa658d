import type { HistoryEvent } from '../../states-language/history.ts';

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

const ATTEMPTS = new Set([
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
  const owners = new Map<number, { readonly visit: OpenVisit | undefined; readonly type: string }>();
  const start = Number(history[0]?.timestamp ?? 0);
  for (const event of history) {
    const { id, previousEventId, type } = event;
    const before = owners.get(previousEventId);
    let visit = before?.visit;
    const at = Number(event.timestamp) - start;
    if (type.endsWith('StateEntered')) {
      const inside = before?.type === 'ParallelStateStarted' || before?.type === 'MapIterationStarted';
      visit = {
        state: nameOf(event),
        type: type.slice(0, -'StateEntered'.length),
        entered: at,
        exited: undefined,
        attempts: 0,
        container: inside ? before.visit : before?.visit?.container,
      };
      visits.push(visit);
    } else if (type.endsWith('StateExited')) {
      visit = climb(visit, ({ state, exited }) => state === nameOf(event) && exited === undefined);
      if (visit !== undefined) visit.exited = at;
    } else if (/^(Parallel|Map)State/.test(type) || type.startsWith('MapIteration')) {
      const container = type.startsWith('Parallel') ? 'Parallel' : 'Map';
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

function nameOf(event: HistoryEvent): string {
  if ('stateEnteredEventDetails' in event) return event.stateEnteredEventDetails.name;
  return 'stateExitedEventDetails' in event ? event.stateExitedEventDetails.name : '';
}
