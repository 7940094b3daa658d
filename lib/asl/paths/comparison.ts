import type { Condition } from '../../flow/guard.ts';
import type { Comparison } from '../../states-language/types.ts';
import { memberPath } from './member-path.ts';
import { slotPath } from './slot-path.ts';

/** A condition as a Choice asks it. A completed step's entry is the only one with a `result`; see `StepEntry`. */
export function comparisonOf(condition: Condition): Comparison {
  switch (condition.kind) {
    case 'complete':
      return { Variable: `${slotPath(condition.slot)}.result`, IsPresent: true };
    case 'skipped':
      return { Variable: `${slotPath(condition.slot)}.skipped`, IsPresent: true };
    case 'names':
      return { Variable: memberPath(`${slotPath(condition.decision)}.activate`, condition.step), IsPresent: true };
    case 'not':
      return { Not: comparisonOf(condition.of) };
    case 'all':
      return { And: condition.of.map(comparisonOf) };
    case 'any':
      return { Or: condition.of.map(comparisonOf) };
  }
}
