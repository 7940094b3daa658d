import type { JsonObject } from '../../json.ts';
import { auxiliaryName, groupName } from '../../contract/state-names.ts';
import type { AllBlock } from '../../flow/program.ts';
import type { Line } from '../../flow/slots.ts';
import type { ParallelState, SubMachine } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { jsonataText } from '../paths/jsonata-text.ts';
import { putIn, putWithin } from '../paths/put-expression.ts';
import { slotExpression } from '../paths/slot-expression.ts';
import { lineName, slotPath } from '../paths/slot-path.ts';
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
  const parallelTo = (exit: Exit): ParallelState => ({
    Type: 'Parallel',
    ...(block.meanwhile === undefined
      ? { ...dataFields(block, opening), Branches: branches, ...exit }
      : { ...movingFields(block, block.meanwhile, exit), Branches: branches }),
  });
  const { blocked } = exits;
  if (block.tested === undefined) return { entry: name, states: [[name, parallelTo(exits.complete)]], blocked };
  const check = auxiliaryName(name, 'complete?');
  const states: readonly NamedState[] = [
    [name, parallelTo({ Next: check })],
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
 * Groups may lie so deep in one another that paths would be longer than all the rest. So what the branches return, and have returned before a
 * redrive, lies elsewhere while they run.
 */
function movingFields({ slot, branches }: AllBlock, meanwhile: Line, exit: Exit) {
  const before = `$before:=${slotExpression(slot)}`;
  const given = `$merge([(${putIn(slot, '{}')}),{'${lineName(meanwhile)}':$before}])`;
  const containers = branches.map((branch, index) => `${jsonataText(branch.slot.member)}:$states.result[${index}]`);
  const returned = `{${containers.join(',')}}`;
  return {
    QueryLanguage: 'JSONata',
    Arguments: `{% (${before};${given}) %}`,
    Output: `{% (${'Next' in exit ? putIn(slot, returned) : putWithin(slot, returned)}) %}`,
    ...('Next' in exit ? exit : ({ End: true } as const)),
  } as const;
}

/**
 * The entries with which the execution opens: none, where the state data is the request; after a redrive it is what steps have left,
 * with a mark that no request has. A path that need not lead anywhere gives a list, whose length chooses.
 */
function stepsOf(group: string): string {
  return `States.ArrayGetItem(States.Array(States.StringToJson('{}'),$),States.ArrayLength($.*.${group}))`;
}
