import type { Block, Item, Sequence } from '../../flow/program.ts';
import type { SubMachine } from '../../states-language/types.ts';
import { toStates, type Exit, type Exits, type Fragment } from '../fragment.ts';
import { linePath } from '../paths/slot-path.ts';
import type { FunctionReferences } from '../functions/function-references.ts';
import { printAll } from './print-all.ts';
import { printMeet } from './print-meet.ts';
import { printRun } from './print-run.ts';

/** Prints blocks one after the other as a line of states. */
export function printSequence(
  sequence: Sequence,
  exits: Omit<Exits, 'blocked'>,
  functions: FunctionReferences,
): Fragment {
  const printed: Fragment[] = [];
  let next: Fragment | undefined;
  for (const item of sequence.toReversed()) {
    next = printBlock(item.block, exitsOf(item, next, exits), functions);
    printed.push(next);
  }
  if (next === undefined) throw new Error('A sequence has at least one block.');
  const states = printed
    .toReversed()
    .flatMap((fragment) => (fragment.blocked === undefined ? fragment.states : [...fragment.states, fragment.blocked]));
  return { entry: next.entry, states };
}

function exitsOf({ blocksNext }: Item, next: Fragment | undefined, exits: Omit<Exits, 'blocked'>): Exits {
  if (next === undefined) return { ...exits, blocked: exits.incomplete };
  const complete: Exit = { Next: next.entry };
  if (!blocksNext) return { complete, incomplete: complete, blocked: complete };
  if (next.blocked === undefined) throw new Error(`Nothing leaves "${next.entry}" blocked.`);
  const incomplete: Exit = { Next: next.blocked[0] };
  return { complete, incomplete, blocked: incomplete };
}

/** One printer for each kind of block. */
function printBlock(block: Block, exits: Exits, functions: FunctionReferences): Fragment {
  switch (block.kind) {
    case 'run':
      return printRun(block, exits, functions);
    case 'all': {
      const end: Exit = { End: true, OutputPath: linePath(block.inner) };
      const leave = { complete: end, incomplete: end };
      const branches = block.branches.map((branch) => toSubMachine(printSequence(branch, leave, functions)));
      return printAll(block, branches, exits);
    }
    case 'meet':
      return printMeet(block, exits, (inner) => printBlock(block.body, inner, functions));
  }
}

function toSubMachine({ entry, states }: Fragment): SubMachine {
  return { StartAt: entry, States: toStates(states) };
}
