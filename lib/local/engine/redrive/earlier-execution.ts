import { startOf } from '../../../states-language/history.ts';
import type { JsonValue } from '../../../json.ts';
import type { Data } from '../../base/data.ts';
import { Scope } from '../../language/scope.ts';
import type { EarlierExecution } from '../execution.ts';
import type { Track } from '../track.ts';
import { openTrack } from '../track.ts';
import { readHistory } from './read-history.ts';
import { reopenTrack } from './reopen-track.ts';
import type { OpenState } from './track-end.ts';
import { parseData } from '../../base/json-text.ts';

/** Where an execution goes on: its thread of control, and the state that it was in or the output that it had reached. */
export interface Resumption {
  readonly track: Track;
  readonly open?: OpenState | undefined;
  readonly output?: Data;
}

/** Where an execution goes on that is redriven; a new one begins. */
export function whereToGoOn(earlier: EarlierExecution | undefined): Resumption {
  if (earlier === undefined) return { track: openTrack(0, new Scope()) };
  const end = readHistory(earlier.history);
  if (end.kind === 'completed') return { track: openTrack(end.previous, new Scope()), output: end.output };
  return { track: reopenTrack(end, undefined), open: end.open };
}

/** How often an execution has been redriven. */
export function redrivesIn({ history }: EarlierExecution): number {
  return history.filter(({ type }) => type === 'ExecutionRedriven').length;
}

/** The input of an execution, as its history tells it. */
export function inputIn({ history }: EarlierExecution): JsonValue {
  const text = startOf(history)?.input;
  return text === undefined ? {} : parseData(text);
}
