import type { StepCall } from '../adapter/step-call.ts';
import type { ResultStore } from '../results/result-store.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { keepCheckpoint, readCheckpoint, type KeptCheckpoint } from './keep-checkpoint.ts';
import { Pace } from './pace.ts';
import { checkpointOf, isYield } from './step-checkpoint.ts';
import { StepYield } from './step-yield.ts';

/**
 * Runs a handler again and again, each time from where it yielded, while the invocation has time. The checkpoint is kept before
 * each run. Throws a {@link StepYield} when another invocation has to go on.
 */
export async function runThroughYields(
  call: StepCall,
  store: ResultStore | undefined,
  timeLeft: () => number,
  run: (before: KeptCheckpoint | undefined) => Promise<StepHandlerResult>,
): Promise<StepHandlerResult> {
  let kept = await readCheckpoint(call, store);
  const resumed = kept === undefined ? 0 : kept.resumed + 1;
  const pace = new Pace(timeLeft, resumed);
  for (;;) {
    const before: KeptCheckpoint | undefined = kept;
    const outcome = await pace.measure(() => run(before));
    if (!isYield(outcome)) return outcome;
    kept = {
      execution: call.task.startedAt,
      yields: (before?.yields ?? 0) + 1,
      resumed,
      checkpoint: checkpointOf(outcome, before?.checkpoint, new Date().toISOString()),
    };
    await keepCheckpoint(call, kept, store);
    if (!pace.hasTime) throw new StepYield(call.step.name, kept);
  }
}
