import { keyIn, ResultLostError, type ResultStore } from './result-store.ts';

const PREFIX = 'memory:';

/**
 * Keeps parked results in this process: for local runs and tests.
 *
 * @example
 * ```ts
 * import { createStepFunction, defineHandler, memoryResultStore } from 'tasker-sfn/runtime';
 * const Export = defineHandler('Demo::Export', {}, () => ({ csv: 'x'.repeat(1_000_000) }));
 * export const handler = createStepFunction(Export, { results: memoryResultStore() });
 * ```
 */
export function memoryResultStore(): ResultStore {
  const results = new Map<string, string>();
  return {
    async put(key, json) {
      results.set(key, json);
      return PREFIX + key;
    },
    async get(uri) {
      const json = results.get(keyIn(PREFIX, uri));
      if (json === undefined) throw new ResultLostError(uri, 'it is not in this process');
      return json;
    },
    find: async (key) => results.get(key),
  };
}
