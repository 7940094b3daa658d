import type { Slot } from '../../flow/slots.ts';
import { at } from '../../lookup.ts';
import type { Comparison } from '../../states-language/types.ts';
import { slotPath } from './slot-path.ts';

/** Tests that the steps with these entries have completed: a completed step's entry is the only one with a `result`. */
export function allComplete(entries: readonly Slot[]): Comparison {
  const tests = entries.map((entry) => ({ Variable: `${slotPath(entry)}.result`, IsPresent: true }));
  return tests.length === 1 ? at(tests, 0) : { And: tests };
}
