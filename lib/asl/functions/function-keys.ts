import { canonicalCallable } from '../../contract/callable.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { shortHash } from '../../contract/short-hash.ts';
import { PARTITION_KEY } from '../../states-language/integration-arn.ts';

/**
 * A substitution key for each callable, by its canonical spelling: `A.CreateUser` → `ACreateUser`. Letters and digits only,
 * as CloudFormation wants them. Spellings of one callable share a key, and so a function. `others` are keys of something else.
 */
export function functionKeys(
  callables: readonly string[],
  others: readonly string[] = [],
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>([Rendezvous.tableKey, PARTITION_KEY, ...others]);
  for (const callable of [...new Set(callables.map(canonicalCallable))].sort()) {
    const words = callable.split(/[^A-Za-z0-9]+/);
    const plain = words.map(capitalise).join('').slice(0, 120) || 'Handler';
    const key = taken.has(plain) ? `${plain}${shortHash(callable)}` : plain;
    taken.add(key);
    keys.set(callable, key);
  }
  return keys;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
