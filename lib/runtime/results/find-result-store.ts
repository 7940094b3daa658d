import { loadStorage } from '../later/load-storage.ts';
import type { FindStore, ResultStore } from './result-store.ts';

/** Finds the store that a function was given, or the one that its environment names. */
export function findResultStore(given: ResultStore | undefined): FindStore {
  let found: ResultStore | undefined = given;
  return async () => (found ??= (await loadStorage()).openResultStore(process.env));
}
