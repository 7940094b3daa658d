import type { StepCall } from '../adapter/step-call.ts';
import type { FindStore } from '../results/result-store.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { keepCheckpoint, readCheckpoint, type KeptCheckpoint } from './keep-checkpoint.ts';
import { Pace } from './pace.ts';
import { checkpointOf, isYield, type StepCheckpoint } from './step-checkpoint.ts';
import { StepYield } from './step-yield.ts';

/** The first run of a step, which is over. */
interface FirstRun {
  readonly outcome: StepHandlerResult;
  /** The milliseconds that the invocation had left before it. */
  readonly before: number;
}

/**
 * Runs a handler again and again, each time from where it yielded, while the invocation has time. The checkpoint is kept before
 * each run. What comes of it is a {@link StepYield} when another invocation has to go on.
 *
 * @param first The first of all runs of the step, where it is over.
 */
export async function runThroughYields(
  call: StepCall,
  findStore: FindStore,
  timeLeft: () => number,
  run: (checkpoint: StepCheckpoint | undefined, yields: number) => Promise<StepHandlerResult>,
  first?: FirstRun,
): Promise<StepHandlerResult | StepYield> {
  const store = await findStore();
  let kept = await readCheckpoint(call, store);
  const resumed = kept === undefined ? 0 : kept.resumed + 1;
  const pace = new Pace(timeLeft, resumed, first?.before);
  let over = first?.outcome;
  for (;;) {
    const before: KeptCheckpoint | undefined = kept;
    const outcome = over ?? (await pace.measure(() => run(before?.checkpoint, before?.yields ?? 0)));
    over = undefined;
    if (!isYield(outcome)) return outcome;
    kept = {
      execution: call.task.startedAt,
      yields: (before?.yields ?? 0) + 1,
      resumed,
      checkpoint: checkpointOf(outcome, before?.checkpoint, new Date().toISOString()),
    };
    await keepCheckpoint(call, kept, store);
    if (!pace.hasTime) return new StepYield(call.step.name, kept);
  }
}
