import type { JsonObject } from '../../json.ts';

/** A step, and what opens its result for one run of a handler: a run may change what it was given, and the next one must not see it. */
export type ResultSource = readonly [step: string, open: () => () => JsonObject];

/** A result that lies in the state data. */
export function plainSource(step: string, result: JsonObject): ResultSource {
  return [
    step,
    () => {
      let known: JsonObject | undefined;
      return () => (known ??= structuredClone(result));
    },
  ];
}
