import type { StepView } from '../client/index.ts';
import type { JsonObject } from '../json.ts';
import { isParked, PARKED } from '../contract/parked-result.ts';
import type { ResultStore } from '../runtime/index.ts';

/** A task's results as they stand in its steps and its output. */
export interface TaskResults {
  readonly steps: readonly StepView[];
  /** By step; undefined when the task has not succeeded. */
  readonly output: Readonly<Record<string, JsonObject>> | undefined;
}

/** The result, read back where it was too large to travel. */
export async function unpark(result: JsonObject, store: ResultStore): Promise<JsonObject> {
  return isParked(result) ? (JSON.parse(await store.get(result[PARKED].uri)) as JsonObject) : result;
}

/** Puts results that were too large to travel in the place of their references. */
export async function unparkResults(
  steps: readonly StepView[],
  outputText: string | undefined,
  read: (result: JsonObject) => Promise<JsonObject>,
): Promise<TaskResults> {
  const withResults = steps.map(async (step) =>
    step.result === undefined ? step : { ...step, result: await read(step.result) },
  );
  const output = outputText === undefined ? undefined : (JSON.parse(outputText) as Record<string, JsonObject | null>);
  // Null of a step that an operator has settled without a result. Of a handler no result is null, and types know those alone.
  const outputs = Object.entries(output ?? {}).map(
    async ([step, result]) => [step, result === null ? (result as unknown as JsonObject) : await read(result)] as const,
  );
  return {
    steps: await Promise.all(withResults),
    output: output === undefined ? undefined : Object.fromEntries(await Promise.all(outputs)),
  };
}
