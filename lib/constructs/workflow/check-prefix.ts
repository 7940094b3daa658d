import { isPrefix, PREFIX_RULE } from '../../contract/state-machine-name.ts';

/** @throws Error when a prefix is none */
export function checkPrefix(prefix: string | undefined): void {
  if (prefix !== undefined && !isPrefix(prefix)) throw new Error(`"prefix" is "${prefix}". ${PREFIX_RULE}.`);
}
