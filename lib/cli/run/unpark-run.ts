import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { openResultStore } from '../../runtime/results/open-result-store.ts';
import { ResultLostError } from '../../runtime/results/result-store.ts';
import { unpark, unparkResults } from '../../testing/unpark-results.ts';
import type { RunResult } from './run-result.ts';

/** A run with the results that were too large to travel: they lie in its folder, which will be gone when it ends. */
export async function unparkRun(run: RunResult, resultsUrl: string): Promise<RunResult> {
  const store = openResultStore({ [RESULTS_BUCKET_VARIABLE]: resultsUrl });
  if (store === undefined) return run;
  const { steps, output } = await unparkResults(run.steps, run.output, async (result) => {
    try {
      return await unpark(result, store);
    } catch (error) {
      // It lies elsewhere, such as in a bucket of the user's: the reference says where.
      if (error instanceof ResultLostError) return result;
      throw error;
    }
  });
  return { ...run, steps, ...(output !== undefined && { output: JSON.stringify(output) }) };
}
