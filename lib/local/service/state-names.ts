import { isArray, isObject } from '../base/data.ts';

/** The names of all states of a definition, those inside of others too. */
export function stateNames(machine: unknown): readonly string[] {
  if (!isObject(machine) || !isObject(machine['States'])) return [];
  return Object.entries(machine['States']).flatMap(([name, state]) => {
    if (!isObject(state)) return [name];
    const { Branches: branches, ItemProcessor: processor, Iterator: iterator } = state;
    return [name, ...[...(isArray(branches) ? branches : []), processor, iterator].flatMap(stateNames)];
  });
}
