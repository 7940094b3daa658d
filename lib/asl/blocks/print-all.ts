import type { JsonObject } from '../../json.ts';
import { auxiliaryName, groupName } from '../../contract/state-names.ts';
import type { AllBlock } from '../../flow/program.ts';
import type { SubMachine } from '../../states-language/types.ts';
import { nextOf, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';
import type { Opening } from './line.ts';
import { testState } from './test-state.ts';

/** A Parallel, and after it a Choice where the next state depends on what came of the branches. */
export function printAll(
  block: AllBlock,
  branches: readonly SubMachine[],
  exits: Exits,
  opening: Opening | undefined,
): Fragment {
  const name = groupName(block.leads);
  const parallel = { Type: 'Parallel', ...dataFields(block, opening), Branches: branches } as const;
  const { blocked } = exits;
  if (block.tested === undefined) return { entry: name, states: [[name, { ...parallel, ...exits.complete }]], blocked };
  const check = auxiliaryName(name, 'complete?');
  const states: readonly NamedState[] = [
    [name, { ...parallel, Next: check }],
    [check, testState(block.tested, { yes: nextOf(exits.complete), no: nextOf(exits.incomplete) })],
  ];
  return { entry: name, states, blocked };
}

/** What the branches are given and where their containers go. Where the group opens the execution, that is all there is. */
function dataFields({ slot, branches }: AllBlock, opening: Opening | undefined) {
  const containers: JsonObject = Object.fromEntries(
    branches.map((branch, index) => [`${branch.slot.member}.$`, `$[${index}]`]),
  );
  if (opening === undefined) return { ResultSelector: containers, ResultPath: slotPath(slot) };
  const { task } = opening;
  return {
    Parameters: { task, 'steps.$': stepsOf(slot.member) },
    ResultSelector: { task, steps: { [slot.member]: containers } },
  };
}

/**
 * The entries with which the execution opens: none, where the state data is the request; after a redrive it is what steps have left,
 * with a mark that no request has. A path that need not lead anywhere gives a list, whose length chooses.
 */
function stepsOf(group: string): string {
  return `States.ArrayGetItem(States.Array(States.StringToJson('{}'),$),States.ArrayLength($.*.${group}))`;
}
