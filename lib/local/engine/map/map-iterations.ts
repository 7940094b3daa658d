import type { MapState, SubMachine } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import { closeTracks, guardTrack } from '../containers.ts';
import type { Data } from '../../base/data.ts';
import type { Item } from '../distributed/items.ts';
import { mapItems } from './map-items.ts';
import { processorOf } from './processor-of.ts';
import { reopenTrack } from '../redrive/reopen-track.ts';
import { takeAttempt } from '../redrive/take-attempt.ts';
import type { ContainerAttempt, OpenState } from '../redrive/track-end.ts';
import type { Eventually } from '../../language/eventually.ts';
import { inOrder, whenSettled } from '../../language/eventually.ts';
import { Scope } from '../../language/scope.ts';
import type { Track } from '../track.ts';
import { openTrack } from '../track.ts';
import type { Visit } from '../visit.ts';
import { record } from '../record.ts';

/** How many iterations of an inline Map run at the same time at most. */
const INLINE_CONCURRENCY = 40;

/** Runs the iterations of an inline Map in this execution; the outputs in the order of the items. */
export function runIterations(visit: Visit<MapState>, input: Data): Eventually<readonly JsonValue[]> {
  const processor = processorOf(visit.state);
  const attempt = takeAttempt(visit);
  const asked = inOrder<[number | undefined, readonly Item[]]>(
    () => visit.language.number(visit, input, 'MaxConcurrency'),
    () => mapItems(visit, input),
  );
  return whenSettled(asked, ([wished = 0, items]) => {
    const iterations = new Iterations(visit, input, processor, items, attempt);
    return iterations.run(wished > 0 ? Math.min(wished, INLINE_CONCURRENCY) : INLINE_CONCURRENCY);
  });
}

/** An iteration that is under way. */
interface Iteration {
  readonly track: Track;
  readonly index: number;
  readonly value: JsonValue;
  /** The state that it goes on with, in a redriven execution. */
  readonly open: OpenState | undefined;
}

/** The iterations of one try of a Map. */
class Iterations {
  readonly #visit: Visit<MapState>;
  readonly #input: Data;
  readonly #processor: SubMachine;
  readonly #items: readonly Item[];
  readonly #attempt: ContainerAttempt | undefined;
  readonly #outputs: JsonValue[];
  /** The tracks of all iterations that were opened. */
  readonly #tracks: Track[] = [];
  /** The places of the items that have not been worked on yet. */
  readonly #waiting: number[];

  constructor(
    visit: Visit<MapState>,
    input: Data,
    processor: SubMachine,
    items: readonly Item[],
    attempt: ContainerAttempt | undefined,
  ) {
    this.#visit = visit;
    this.#input = input;
    this.#processor = processor;
    this.#items = items;
    this.#attempt = attempt;
    this.#outputs = new Array<JsonValue>(items.length).fill(null);
    this.#waiting = this.#takeCompleted();
  }

  async run(concurrency: number): Promise<readonly JsonValue[]> {
    const { run, track: parent } = this.#visit;
    const length = this.#items.length;
    const started =
      this.#attempt?.started ?? record(run, parent, 'MapStateStarted', { mapStateStartedEventDetails: { length } });
    parent.children = this.#tracks;
    try {
      const first: Iteration[] = [];
      while (first.length < concurrency) {
        const iteration = this.#open(started);
        if (iteration === undefined) break;
        first.push(iteration);
      }
      await Promise.all(first.map((iteration) => this.#iterate(iteration)));
    } finally {
      closeTracks(this.#tracks);
    }
    run.history.add(parent.previous, 'MapStateSucceeded');
    return this.#outputs;
  }

  /** Takes over what an earlier attempt has completed, and returns the places of the other items. */
  #takeCompleted(): number[] {
    const { track: parent } = this.#visit;
    return [...this.#items.keys()].filter((index) => {
      const end = this.#attempt?.tracks.get(index);
      if (end?.kind !== 'completed') return true;
      this.#outputs[index] = end.output.value;
      parent.previous = Math.max(parent.previous, end.previous);
      return false;
    });
  }

  /** Opens the next iteration after the event `previous`: the start of the Map, or the end of an iteration before. */
  #open(previous: number): Iteration | undefined {
    const index = this.#waiting.shift();
    const found = index === undefined ? undefined : this.#items[index];
    if (index === undefined || found === undefined) return undefined;
    const { run, track: parent, name } = this.#visit;
    const { value, source } = found;
    const iteration = { name, index };
    const item = { Index: index, Value: value, Source: source };
    const end = this.#attempt?.tracks.get(index);
    if (end?.kind === 'stopped') {
      const track = reopenTrack(end, parent.scope, { item, iteration });
      this.#tracks.push(track);
      return { track, index, value, open: end.open };
    }
    const track = openTrack(previous, new Scope(parent.scope), item, iteration);
    this.#tracks.push(track);
    record(run, track, 'MapIterationStarted', { mapIterationStartedEventDetails: iteration });
    return { track, index, value, open: undefined };
  }

  /** Runs an iteration, and then those that wait, one after the other. */
  async #iterate(first: Iteration): Promise<void> {
    const { run, track: parent, name } = this.#visit;
    let iteration: Iteration | undefined = first;
    while (iteration !== undefined) {
      const current: Iteration = iteration;
      const { track, index } = current;
      this.#outputs[index] = await guardTrack(this.#visit, this.#tracks, track, () => this.#work(current));
      parent.previous = run.history.add(track.previous, 'MapIterationSucceeded', {
        mapIterationSucceededEventDetails: { name, index },
      });
      iteration = this.#open(track.previous);
    }
  }

  async #work({ track, value, open }: Iteration): Promise<JsonValue> {
    const { run, language } = this.#visit;
    const item = open === undefined ? language.item({ ...this.#visit, track }, this.#input, value) : open.input;
    const { value: output } = await whenSettled(item, (selected) =>
      run.runStates(run, this.#processor, track, selected, open),
    );
    return output;
  }
}
