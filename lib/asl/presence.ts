import type { Comparison } from '../states-language/types.ts';

/** Tests that the steps at these addresses have completed: a completed step's entry is the only one with a `result`. */
export function allComplete(addresses: readonly string[]): Comparison {
  const tests = addresses.map((address) => ({ Variable: `${address}.result`, IsPresent: true }));
  return tests.length === 1 ? (tests[0] as Comparison) : { And: tests };
}
