import { auxiliaryName, groupName } from '../../contract/state-names.ts';
import type { AllBlock } from '../../flow/program.ts';
import type { SubMachine } from '../../states-language/types.ts';
import { nextOf, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { slotPath } from '../paths/slot-path.ts';
import { blockedState } from './blocked-state.ts';
import type { Opening } from './line.ts';

/** A Parallel, and after it a Choice where the next state depends on what came of the branches. */
export function printAll(
  block: AllBlock,
  branches: readonly SubMachine[],
  exits: Exits,
  opening: Opening | undefined,
): Fragment {
  const name = groupName(block.leads);
  const parallel = { Type: 'Parallel', ...dataFields(block, opening), Branches: branches } as const;
  const blocked = block.canBeBlocked ? { blocked: blockedState(block, exits.blocked) } : {};
  if (block.tested === undefined)
    return { entry: name, states: [[name, { ...parallel, ...exits.complete }]], ...blocked };
  const check = auxiliaryName(name, 'complete?');
  const states: readonly NamedState[] = [
    [name, { ...parallel, Next: check }],
    [
      check,
      {
        Type: 'Choice',
        Choices: [{ ...comparisonOf(block.tested), Next: nextOf(exits.complete) }],
        Default: nextOf(exits.incomplete),
      },
    ],
  ];
  return { entry: name, states, ...blocked };
}

/** What the branches are given and where their containers go. Where the group opens the execution, that is all there is. */
function dataFields({ slot }: AllBlock, opening: Opening | undefined) {
  if (opening === undefined) return { ResultPath: slotPath(slot) };
  const { task } = opening;
  return { Parameters: { task, steps: {} }, ResultSelector: { task, steps: { [`${slot.member}.$`]: '$' } } };
}
