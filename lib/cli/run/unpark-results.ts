import type { JsonObject } from '../../contract/json.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import type { ResultStore } from '../../runtime/index.ts';
import type { RunResult } from './run-result.ts';

/**
 * Puts the results that were too large to travel in the place of their references: they lie in this process, and will be
 * gone when it ends.
 */
export async function unparkResults(run: RunResult, store: ResultStore): Promise<RunResult> {
  const unpark = async (result: JsonObject): Promise<JsonObject> =>
    isParked(result) ? (JSON.parse(await store.get(result[PARKED].uri)) as JsonObject) : result;
  const steps = run.steps.map(async (step) =>
    step.result === undefined ? step : { ...step, result: await unpark(step.result) },
  );
  const output = Object.entries(run.output === undefined ? {} : (JSON.parse(run.output) as Record<string, JsonObject>));
  const results = output.map(async ([step, result]) => [step, await unpark(result)] as const);
  return {
    ...run,
    steps: await Promise.all(steps),
    ...(run.output !== undefined && { output: JSON.stringify(Object.fromEntries(await Promise.all(results))) }),
  };
}
