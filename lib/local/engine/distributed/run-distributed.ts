import type { MapState } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import { mapRunArn, unnamedLabel } from '../../base/arns.ts';
import type { Data } from '../../base/data.ts';
import { mapItems } from '../map/map-items.ts';
import type { ContainerAttempt } from '../redrive/track-end.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { FatalStatesError, StatesError } from '../../base/states-error.ts';
import { failure } from '../task/task-events.ts';
import type { Visit } from '../visit.ts';
import { withItem } from '../visit.ts';
import { record } from '../record.ts';
import { takeAttempt } from '../redrive/take-attempt.ts';
import { batchItems } from './batch-items.ts';
import type { Item } from './items.ts';
import { inputOf } from './items.ts';
import { MapRun } from './map-run.ts';
import { readItems } from './read-items.ts';
import { runChildren, runsExpress } from './run-children.ts';
import { resultsIn, writeResults } from './write-results.ts';
import { printData } from '../../base/json-text.ts';

/** How often a Map Run can be redriven. Developer guide: "Redriving Map Runs". */
const MOST_REDRIVES = 1000;

/**
 * Runs a distributed Map: each item, or batch of items, is the input of a child execution with a history of its own. The
 * result is the list of their outputs, or the place where they were written. Developer guide: "Distributed mode".
 */
export async function runDistributed(visit: Visit<MapState>, input: Data): Promise<JsonValue> {
  const { run, track } = visit;
  const attempt = takeAttempt(visit);
  const earlier = attempt?.mapRunArn === undefined ? undefined : run.mapRuns.get(attempt.mapRunArn);
  if (attempt !== undefined && earlier?.isRedrivable === true) {
    redrive(visit, earlier, attempt);
    return finish(visit, input, earlier, async () => undefined);
  }
  const maxConcurrency = (await visit.language.number(visit, input, 'MaxConcurrency')) ?? 0;
  const items = visit.state.ItemReader === undefined ? await mapItems(visit, input) : undefined;
  record(run, track, 'MapStateStarted', { mapStateStartedEventDetails: { length: items?.length ?? 0 } });
  const settings = { maxConcurrency, ...(await toleranceOf(visit, input)) };
  const label = visit.state.Label ?? unnamedLabel(run.context.StateMachine.Id, visit.name);
  const arn = mapRunArn(run.context.StateMachine.Id, label, run.random.uuid());
  record(run, track, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: arn } });
  const mapRun = new MapRun({ arn, startDate: run.clock.now(), settings });
  run.mapRuns.set(arn, mapRun);
  run.onMapRun?.(arn, run.arn);
  return finish(visit, input, mapRun, async () => {
    mapRun.begin(await childInputs(visit, input, items ?? (await run.clock.external(readItems(visit, input)))));
  });
}

function redrive({ run, track, state }: Visit<MapState>, mapRun: MapRun, { started }: ContainerAttempt): void {
  if (mapRun.redriveCount >= MOST_REDRIVES) {
    throw new FatalStatesError(ErrorName.runtime, `The Map Run was redriven ${String(MOST_REDRIVES)} times.`);
  }
  mapRun.redrive(run.clock.now(), ({ arn = '' }) => !runsExpress(state) && !run.isChildRedrivable(arn));
  track.previous = started;
  record(run, track, 'MapRunRedriven', {
    mapRunRedrivenEventDetails: { mapRunArn: mapRun.arn, redriveCount: mapRun.redriveCount },
  });
}

/** Runs a Map Run from where it stands to its end. */
async function finish(
  visit: Visit<MapState>,
  input: Data,
  mapRun: MapRun,
  begin: () => Promise<void>,
): Promise<JsonValue> {
  const { run, track } = visit;
  const abort = () => {
    mapRun.end('ABORTED', run.clock.now());
  };
  track.stopper.signal.addEventListener('abort', abort, { once: true });
  track.mapRun = true;
  try {
    await begin();
    await runChildren(visit, mapRun).catch(async (error: unknown) => {
      await writeWhatThereIs(visit, input, mapRun);
      throw error;
    });
    const result = await writeOut(visit, input, mapRun);
    record(run, track, 'MapRunSucceeded');
    mapRun.end('SUCCEEDED', run.clock.now());
    run.history.add(track.previous, 'MapStateSucceeded');
    return result;
  } catch (error) {
    if (!track.ended) {
      mapRun.end('FAILED', run.clock.now());
      if (error instanceof StatesError) {
        record(run, track, 'MapRunFailed', { mapRunFailedEventDetails: failure(error) });
      }
    }
    throw error;
  } finally {
    track.stopper.signal.removeEventListener('abort', abort);
    track.mapRun = false;
  }
}

/** How many failures a run tolerates: Step Functions looks once the state has started. */
async function toleranceOf(visit: Visit<MapState>, input: Data) {
  const { language } = visit;
  return {
    toleratedFailurePercentage: (await language.number(visit, input, 'ToleratedFailurePercentage')) ?? 0,
    toleratedFailureCount: (await language.number(visit, input, 'ToleratedFailureCount')) ?? 0,
  };
}

async function childInputs(visit: Visit<MapState>, input: Data, items: readonly Item[]) {
  const { language, state } = visit;
  const selected: JsonValue[] = [];
  for (const [index, found] of items.entries()) {
    const { key, value, source } = found;
    const item = { Index: index, ...(key !== undefined && { Key: key }), Value: value, Source: source };
    selected.push((await language.item(withItem(visit, item), input, inputOf(found))).value);
  }
  const batches =
    state.ItemBatcher === undefined
      ? selected.map((value) => ({ input: value, items: 1 }))
      : batchItems(selected, await language.batching(visit, input));
  return batches.map(({ input: value, items: count }) => ({ input: printData(value), items: count }));
}

async function writeOut(visit: Visit<MapState>, input: Data, mapRun: MapRun): Promise<JsonValue> {
  const { run, language } = visit;
  const writer = await language.writer(visit, input);
  if (writer.place === undefined) return resultsIn(mapRun, writer.config);
  return run.clock.external(writeResults(run.objects, writer, mapRun));
}

/** The results of a run that did not succeed are written as well; its error says more than that they could not be. */
async function writeWhatThereIs(visit: Visit<MapState>, input: Data, mapRun: MapRun): Promise<void> {
  try {
    await writeOut(visit, input, mapRun);
  } catch {
    // Said above.
  }
}
