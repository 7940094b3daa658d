import { auxiliaryName } from '../../contract/state-names.ts';
import type { EachBlock } from '../../flow/program.ts';
import type { Catcher } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';

/** Where the entry of a batch holds what its workers left, or what the child executions tell of theirs. */
type Left = 'workers' | 'children';

/** How control goes on after the Map of a batch: it depends on the workers where all of them must complete. */
export function afterMap(
  block: EachBlock,
  left: Left,
  exits: Exits,
): { readonly exit: Exit; readonly states: readonly NamedState[] } {
  const { step } = block.body;
  if (block.failureStrategy !== 'isolate') return { exit: exits.complete, states: [] };
  const path = slotPath(block.slot);
  const isApart = left === 'children';
  const test = auxiliaryName(step.name, isApart ? 'children complete?' : 'all complete?');
  const incomplete = auxiliaryName(step.name, isApart ? 'children failed' : 'incomplete');
  return {
    exit: { Next: test },
    states: [
      [
        test,
        {
          Type: 'Choice',
          Choices: [{ Variable: `${path}.failures`, NumericEquals: 0, Next: nextAfter(exits) }],
          Default: incomplete,
        },
      ],
      [
        incomplete,
        {
          Type: 'Pass',
          Comment: 'The others have finished. What joins them does not run.',
          Parameters: { 'isolated.$': `${path}.${left}` },
          ResultPath: path,
          ...exits.incomplete,
        },
      ],
    ],
  };
}

/** Where a Choice goes on after a batch that is complete. It cannot end a branch: then there is a state that does. */
export function nextAfter({ complete, incomplete }: Exits): string {
  return 'Next' in complete ? complete.Next : nextOf(incomplete);
}

/** Where control goes when a batch could not run at all. */
export function brokenCatcher(step: string): Catcher {
  return { ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: auxiliaryName(step, 'batch broken') };
}
