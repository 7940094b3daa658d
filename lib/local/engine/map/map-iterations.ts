import type { MapState, SubMachine } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../contract/json.ts';
import { closeTracks, guardTrack } from '../containers.ts';
import { toData } from '../../base/data.ts';
import { mapItems } from './map-items.ts';
import { reopenTrack } from '../redrive/reopen-track.ts';
import type { OpenState, StoppedTrack } from '../redrive/track-end.ts';
import { Scope } from '../../language/scope.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Track } from '../track.ts';
import { openTrack } from '../track.ts';
import type { Visit } from '../visit.ts';
import { record, takeAttempt } from '../visit.ts';

/** How many iterations of an inline Map run at the same time at most. */
const INLINE_CONCURRENCY = 40;

/** The processor of a Map state, under its newer or its older name. */
export function processorOf(state: MapState): SubMachine {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (processor === undefined) throw new EvaluationError('The Map state has no ItemProcessor.');
  return processor;
}

/** Runs the iterations of an inline Map in this execution; the outputs in the order of the items. */
export async function runIterations(visit: Visit<MapState>, input: JsonValue): Promise<readonly JsonValue[]> {
  const { run, track: parent, name, language } = visit;
  const processor = processorOf(visit.state);
  const attempt = takeAttempt(visit);
  const limit = language.number(visit, input, 'MaxConcurrency');
  const wished = (limit instanceof Promise ? await limit : limit) ?? 0;
  const concurrency = wished > 0 ? Math.min(wished, INLINE_CONCURRENCY) : INLINE_CONCURRENCY;
  const found = mapItems(visit, input);
  const items = found instanceof Promise ? await found : found;

  const started =
    attempt?.started ??
    record(run, parent, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const outputs: JsonValue[] = new Array<JsonValue>(items.length).fill(null);
  const tracks: Track[] = [];
  parent.children = tracks;
  const waiting: number[] = [];
  const stopped = new Map<number, StoppedTrack>();
  for (const index of items.keys()) {
    const end = attempt?.tracks.get(index);
    if (end?.kind === 'completed') {
      outputs[index] = end.output.value;
      parent.previous = Math.max(parent.previous, end.previous);
    } else waiting.push(index);
    if (end?.kind === 'stopped') stopped.set(index, end);
  }
  let next = 0;

  /** Opens the next iteration after the event `previous`: the start of the Map, or the end of an iteration before. */
  const open = (previous: number): Iteration | undefined => {
    const index = waiting[next];
    const found = index === undefined ? undefined : items[index];
    if (index === undefined || found === undefined) return undefined;
    next += 1;
    const { value } = found;
    const iteration = { name, index };
    const item = { Index: index, Value: value, Source: found.source };
    const end = stopped.get(index);
    const track =
      end === undefined
        ? openTrack(previous, new Scope(parent.scope), item, iteration)
        : reopenTrack(end, parent.scope, { item, iteration });
    tracks.push(track);
    if (end === undefined) record(run, track, 'MapIterationStarted', { mapIterationStartedEventDetails: iteration });
    return { track, index, value, open: end?.open };
  };

  const iterate = async (first: Iteration): Promise<void> => {
    let current: Iteration | undefined = first;
    while (current !== undefined) {
      const { track, index, value, open: left } = current;
      await guardTrack(visit, tracks, track, async () => {
        const item = left === undefined ? language.item({ ...visit, track }, input, value) : left.input.value;
        const selected = toData(item instanceof Promise ? await item : item);
        outputs[index] = (await run.runStates(run, processor, track, selected, left)).value;
      });
      parent.previous = run.history.add('MapIterationSucceeded', track.previous, {
        mapIterationSucceededEventDetails: { name, index },
      });
      current = open(track.previous);
    }
  };

  try {
    const first: Iteration[] = [];
    while (first.length < concurrency) {
      const iteration = open(started);
      if (iteration === undefined) break;
      first.push(iteration);
    }
    await Promise.all(first.map(iterate));
  } finally {
    closeTracks(parent, tracks);
  }
  run.history.add('MapStateSucceeded', parent.previous);
  return outputs;
}

interface Iteration {
  readonly track: Track;
  readonly index: number;
  readonly value: JsonValue;
  /** The state that it goes on with, in a redriven execution. */
  readonly open: OpenState | undefined;
}
