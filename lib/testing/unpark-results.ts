import type { StepView } from '../client/index.ts';
import type { JsonObject } from '../json.ts';
import { isParked, PARKED } from '../contract/parked-result.ts';
import type { ResultStore } from '../runtime/index.ts';

/** The result, read back where it was too large to travel. */
export async function unpark(result: JsonObject, store: ResultStore): Promise<JsonObject> {
  return isParked(result) ? (JSON.parse(await store.get(result[PARKED].uri)) as JsonObject) : result;
}

/** Puts results that were too large to travel in the place of their references. */
export async function unparkResults(
  steps: readonly StepView[],
  outputText: string | undefined,
  store: ResultStore,
): Promise<{ readonly steps: readonly StepView[]; readonly output: Readonly<Record<string, JsonObject>> | undefined }> {
  const withResults = steps.map(async (step) =>
    step.result === undefined ? step : { ...step, result: await unpark(step.result, store) },
  );
  const output = outputText === undefined ? undefined : (JSON.parse(outputText) as Record<string, JsonObject>);
  const outputs = Object.entries(output ?? {}).map(
    async ([step, result]) => [step, await unpark(result, store)] as const,
  );
  return {
    steps: await Promise.all(withResults),
    output: output === undefined ? undefined : Object.fromEntries(await Promise.all(outputs)),
  };
}
