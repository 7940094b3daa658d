import type { Test } from '../../flow/guard.ts';
import type { ChoiceState } from '../../states-language/types.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { entriesIn, IS_SETTLED } from '../paths/entries-in.ts';
import { containerExpression } from '../paths/slot-expression.ts';

/** Where a test leads. */
export interface TestWays {
  readonly yes: string;
  readonly no: string;
}

/** The Choice that tells whether several steps completed. */
export function testState(test: Test, { yes, no }: TestWays): ChoiceState {
  if (test.kind !== 'count') return { Type: 'Choice', Choices: [{ ...comparisonOf(test), Next: yes }], Default: no };
  const { container, steps, mayBeSkipped } = test;
  const isOk = `$exists(result)${mayBeSkipped ? ' or $exists(skipped)' : ''}`;
  const entries = entriesIn(containerExpression(container), test, IS_SETTLED);
  return {
    Type: 'Choice',
    QueryLanguage: 'JSONata',
    Comment: `Ask whether ${steps} steps completed.`,
    Choices: [{ Condition: `{% $count(${entries}.*[${isOk}])=${steps} %}`, Next: yes }],
    Default: no,
  };
}
