import { auxiliaryName, groupName } from '../../contract/state-names.ts';
import type { AllBlock } from '../../flow/program.ts';
import type { SubMachine } from '../../states-language/types.ts';
import { nextOf, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { allComplete } from '../paths/all-complete.ts';
import { slotPath } from '../paths/slot-path.ts';
import { blockedState } from './blocked-state.ts';

/** A Parallel, and after it a Choice where the next state depends on what came of the branches. */
export function printAll(block: AllBlock, branches: readonly SubMachine[], exits: Exits): Fragment {
  const name = groupName(block.leads);
  const parallel = { Type: 'Parallel', Branches: branches, ResultPath: slotPath(block.slot) } as const;
  const blocked = block.canBeBlocked ? { blocked: blockedState(block, exits.blocked) } : {};
  if (block.tested.length === 0)
    return { entry: name, states: [[name, { ...parallel, ...exits.complete }]], ...blocked };
  const check = auxiliaryName(name, 'complete?');
  const states: readonly NamedState[] = [
    [name, { ...parallel, Next: check }],
    [
      check,
      {
        Type: 'Choice',
        Choices: [{ ...allComplete(block.tested), Next: nextOf(exits.complete) }],
        Default: nextOf(exits.incomplete),
      },
    ],
  ];
  return { entry: name, states, ...blocked };
}
