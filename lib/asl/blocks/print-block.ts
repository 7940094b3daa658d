import type { Block, Item, Sequence } from '../../flow/program.ts';
import type { SubMachine } from '../../states-language/types.ts';
import type { FunctionReferences } from '../functions/function-references.ts';
import { toStates, type Exit, type Exits, type Fragment } from '../fragment.ts';
import { linePath, slotPath } from '../paths/slot-path.ts';
import { retryLevel, retryStates } from '../run/retry-states.ts';
import type { Line, Opening } from './line.ts';
import { printAll } from './print-all.ts';
import { iterationOf, printEach } from './print-each.ts';
import { printMeet } from './print-meet.ts';
import { printRun } from './print-run.ts';

/** Prints the blocks of a machine; `opening` says what the first one has to begin. */
export function printMachine(
  body: Sequence,
  exits: Omit<Exits, 'blocked'>,
  functions: FunctionReferences,
  opening: Opening | undefined,
): Fragment {
  return printSequence(body, exits, { functions, retry: retryLevel(body, true), opening });
}

/** Prints blocks one after the other as a line of states. */
function printSequence(sequence: Sequence, exits: Omit<Exits, 'blocked'>, line: Line): Fragment {
  const printed: Fragment[] = [];
  const later: Line = { ...line, opening: undefined };
  let next: Fragment | undefined;
  sequence.toReversed().forEach((item, index) => {
    const isFirst = index === sequence.length - 1;
    next = printBlock(item.block, exitsOf(item, next, exits), isFirst ? line : later);
    printed.push(next);
  });
  if (next === undefined) throw new Error('A sequence has at least one block.');
  const states = printed
    .toReversed()
    .flatMap((fragment) => (fragment.blocked === undefined ? fragment.states : [...fragment.states, fragment.blocked]));
  const retries = line.retry === undefined ? [] : retryStates(line.retry, openingStep(sequence, line));
  return { entry: next.entry, states: [...states, ...retries] };
}

function openingStep([first]: Sequence, { opening }: Line): string | undefined {
  return opening !== undefined && first?.block.kind === 'run' ? first.block.step.name : undefined;
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
function printBlock(block: Block, exits: Exits, line: Line): Fragment {
  switch (block.kind) {
    case 'run':
      return printRun(block, exits, line);
    case 'all': {
      const branches = block.branches.map((branch) => printInner(branch, linePath(block.inner), line));
      return printAll(block, branches, exits, line.opening);
    }
    case 'each': {
      const { body } = block;
      const worker = printInner([{ block: body, blocksNext: false }], slotPath(body.slot), line);
      return printEach(block, iterationOf(block, worker), exits);
    }
    case 'meet':
      return printMeet(block, exits, (inner) => printBlock(block.body, inner, line));
  }
}

/** Prints a machine within a state: a branch, or an iteration. It leaves what lies at a path. */
function printInner(sequence: Sequence, output: string, { functions }: Line): SubMachine {
  const end: Exit = { End: true, OutputPath: output };
  const exits = { complete: end, incomplete: end };
  const { entry, states } = printSequence(sequence, exits, { functions, retry: retryLevel(sequence, false) });
  return { StartAt: entry, States: toStates(states) };
}
