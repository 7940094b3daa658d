import type { SubMachine } from './types.ts';

/** What stands in a definition for something that is known once it is deployed: a text that is `${key}` and nothing else. */
export const SUBSTITUTION = /"\$\{([A-Za-z0-9]+)\}"/g;

/** The keys of all that a definition is given when it is deployed. */
export function substitutionsIn(definition: SubMachine): ReadonlySet<string> {
  return new Set([...JSON.stringify(definition).matchAll(SUBSTITUTION)].map(([, key = '']) => key));
}
