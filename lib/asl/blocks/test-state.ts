import type { Test } from '../../flow/guard.ts';
import type { ChoiceState } from '../../states-language/types.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { isOwn } from '../paths/is-own.ts';
import { containerExpression } from '../paths/slot-expression.ts';

/** Where a test leads. */
export interface TestWays {
  readonly yes: string;
  readonly no: string;
}

/** The Choice that tells whether several steps completed. */
export function testState(test: Test, { yes, no }: TestWays): ChoiceState {
  if (test.kind !== 'count') return { Type: 'Choice', Choices: [{ ...comparisonOf(test), Next: yes }], Default: no };
  const { container, steps, mayBeSkipped, received } = test;
  const isOk = `$exists($v.result)${mayBeSkipped ? ' or $exists($v.skipped)' : ''}`;
  // A list tells an entry from a container; `$v.after` would be nothing where it is empty.
  const own = `$type($lookup($v,'after'))='array'?(${isOk}?1:0):$count($v)`;
  const count = `$count:=function($c){$sum($each($c,function($v,$k){${isOwn(received)}?(${own}):0}))}`;
  return {
    Type: 'Choice',
    QueryLanguage: 'JSONata',
    Comment: `Ask whether ${steps} steps completed.`,
    Choices: [{ Condition: `{% (${count};$count(${containerExpression(container)})=${steps}) %}`, Next: yes }],
    Default: no,
  };
}
