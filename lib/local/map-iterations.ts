import type { MapState, SubMachine } from '../asl/types.ts';
import type { JsonValue } from '../contract/json.ts';
import { closeTracks, guardTrack } from './containers.ts';
import { toData } from './data/data.ts';
import { Scope } from './scope.ts';
import { EvaluationError } from './states-error.ts';
import type { Track } from './track.ts';
import { openTrack } from './track.ts';
import type { Visit } from './visit.ts';
import { record } from './visit.ts';

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
  const found = language.items(visit, input);
  const items = found instanceof Promise ? await found : found;
  const limit = language.number(visit, input, 'MaxConcurrency');
  const wished = (limit instanceof Promise ? await limit : limit) ?? 0;
  const concurrency = wished > 0 ? Math.min(wished, INLINE_CONCURRENCY) : INLINE_CONCURRENCY;

  const started = record(run, parent, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const outputs: JsonValue[] = new Array<JsonValue>(items.length).fill(null);
  const tracks: Track[] = [];
  parent.children = tracks;
  let next = 0;

  /** Opens the next iteration after the event `previous`: the start of the Map, or the end of an iteration before. */
  const open = (previous: number): Iteration | undefined => {
    const index = next;
    if (index >= items.length) return undefined;
    next += 1;
    const value = items[index] ?? null;
    const iteration = { name, index };
    const track = openTrack(previous, new Scope(parent.scope), { Index: index, Value: value }, iteration);
    tracks.push(track);
    record(run, track, 'MapIterationStarted', { mapIterationStartedEventDetails: iteration });
    return { track, index, value };
  };

  const iterate = async (first: Iteration): Promise<void> => {
    let current: Iteration | undefined = first;
    while (current !== undefined) {
      const { track, index, value } = current;
      await guardTrack(visit, tracks, track, async () => {
        const item = language.item({ ...visit, track }, input, value);
        const selected = toData(item instanceof Promise ? await item : item);
        outputs[index] = (await run.runStates(run, processor, track, selected)).value;
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
}
