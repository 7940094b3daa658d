import type { MapState, State } from '../../states-language/types.ts';
import type { Data } from '../base/data.ts';
import { toData } from '../base/data.ts';
import { objectOf } from '../base/state-fields.ts';
import type { QueryLanguage, Turn } from '../language/query-language.ts';
import { jsonataLanguage } from '../language/jsonata-language.ts';
import { jsonPathLanguage } from '../language/jsonpath-language.ts';
import { contextObject, overlay } from './context-object.ts';
import type { ContainerAttempt, OpenState } from './redrive/track-end.ts';
import type { Run } from './run.ts';
import type { MapItem, Track } from './track.ts';

/** One state's turn. */
export interface Visit<S extends State = State> extends Turn<S> {
  readonly run: Run;
  readonly track: Track;
  readonly language: QueryLanguage;
  readonly name: string;
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

/** The turn of a state that has been entered. */
export function openVisit(run: Run, track: Track, state: State, open: OpenState): Visit {
  const { name, input: raw, entered, enteredTime, attempt } = open;
  const own = (state.QueryLanguage ?? run.queryLanguage) === 'JSONata' ? jsonataLanguage : jsonPathLanguage;
  const language = run.test?.watch(own) ?? own;
  const token = undefined;
  // One literal, for speed: every state makes one.
  return { run, track, language, name, state, raw, entered, enteredTime, attempt, retryCount: 0, token, context };
}

/** The turn of a Map as an item sees it. */
export function withItem(visit: Visit<MapState>, item: MapItem): Visit<MapState> {
  return { ...visit, track: { ...visit.track, item } };
}

/** Only states that may retry have a `RetryCount`. A copy of a visit has the context of the copy. */
function context(this: Visit): Data {
  const { run, track, name, enteredTime, state, retryCount, token } = this;
  if (run.test !== undefined) return toData(run.test.context(track, token));
  const mayRetry = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';
  const entered = mayRetry
    ? { Name: name, EnteredTime: enteredTime, RetryCount: retryCount }
    : { Name: name, EnteredTime: enteredTime };
  const own = contextObject(run.contextMembers, entered, track.item, token);
  return run.givenContext === undefined ? own : toData(overlay(objectOf(own.value), run.givenContext));
}
