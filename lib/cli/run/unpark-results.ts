import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { JsonObject } from '../../json.ts';
import { isParked, PARKED } from '../../contract/parked-result.ts';
import { openResultStore } from '../../runtime/results/open-result-store.ts';
import { ResultLostError } from '../../runtime/results/result-store.ts';
import type { RunResult } from './run-result.ts';

/**
 * Puts the results that were too large to travel in the place of their references: they lie in the folder of this
 * run, which will be gone when it ends.
 */
export async function unparkResults(run: RunResult, resultsUrl: string): Promise<RunResult> {
  const store = openResultStore({ [RESULTS_BUCKET_VARIABLE]: resultsUrl });
  const unpark = async (result: JsonObject): Promise<JsonObject> => {
    if (!isParked(result) || store === undefined) return result;
    try {
      return JSON.parse(await store.get(result[PARKED].uri)) as JsonObject;
    } catch (error) {
      // It lies elsewhere, such as in a bucket of the user's: the reference says where.
      if (error instanceof ResultLostError) return result;
      throw error;
    }
  };
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
