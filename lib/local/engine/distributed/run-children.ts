import type { MapState } from '../../../states-language/types.ts';
import { abortReason } from '../../base/clock/clock.ts';
import type { Execution } from '../execution.ts';
import { processorOf } from '../map/processor-of.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { StatesError } from '../../base/states-error.ts';
import type { Visit } from '../visit.ts';
import type { MapRun } from './map-run.ts';
import { parseData } from '../../base/json-text.ts';

/**
 * Runs the children of a Map Run that wait, as many at a time as it allows. Rejects when too many have failed, or when
 * control has left the Map; by then none runs any more.
 */
export async function runChildren({ run, track, state }: Visit<MapState>, mapRun: MapRun): Promise<void> {
  const { signal } = track.stopper;
  const machine = processorOf(state);
  const running = new Set<Execution>();
  let failure: Error | undefined;

  const stop = (reason: Error) => {
    failure ??= reason;
    const cause = `The map run execution [${mapRun.arn}] which was managing this resource was aborted`;
    for (const execution of running) execution.stop(undefined, cause);
  };
  const abort = () => {
    stop(abortReason(signal));
  };
  /** Starts the next child, redrives it when it has run before, and returns it; undefined when none waits. */
  const startNext = (): readonly [number, Execution] | undefined => {
    const [place, child] = mapRun.next() ?? [];
    if (place === undefined || child === undefined) return undefined;
    const { items, arn } = child;
    const input = parseData(child.input);
    const execution = run.startChild({
      ...{ machine, input, items, mapRunArn: mapRun.arn },
      ...(arn !== undefined && { again: { arn, fromStart: runsExpress(state) } }),
    });
    mapRun.start(place, child, execution.arn, run.clock.now());
    return [place, execution];
  };

  await new Promise<void>((resolve) => {
    const fill = () => {
      if (failure === undefined && mapRun.isExceeded) stop(exceeded());
      try {
        while (failure === undefined && running.size < mapRun.concurrency) {
          const [place, execution] = startNext() ?? [];
          if (place === undefined || execution === undefined) break;
          running.add(execution);
          void execution.finished.then((outcome) => {
            running.delete(execution);
            mapRun.finish(place, outcome);
            fill();
          });
        }
      } catch (error) {
        stop(error instanceof Error ? error : new Error(String(error)));
      }
      if (running.size === 0) resolve();
    };
    mapRun.onUpdate = fill;
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    fill();
  });
  mapRun.onUpdate = () => undefined;
  signal.removeEventListener('abort', abort);
  if (failure !== undefined) throw failure;
}

/** Whether the children are Express executions: such a one cannot go on where it stopped. */
export function runsExpress(state: MapState): boolean {
  return processorOf(state).ProcessorConfig?.ExecutionType === 'EXPRESS';
}

function exceeded(): StatesError {
  return new StatesError(
    ErrorName.exceedToleratedFailureThreshold,
    'The specified tolerated failure threshold was exceeded',
  );
}
