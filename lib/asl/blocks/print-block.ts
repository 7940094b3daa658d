import { auxiliaryName, childName, groupName, taskName } from '../../contract/state-names.ts';
import { blocksOf, type Block, type Branch, type Item, type Sequence } from '../../flow/program.ts';
import type { SubMachine } from '../../states-language/types.ts';
import { at } from '../../lookup.ts';
import type { FunctionReferences } from '../functions/function-references.ts';
import { leadsTo, toStates, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';
import { retryLevel, retryStates, type Resumption } from '../run/retry-states.ts';
import type { Line, Opening } from './line.ts';
import { printAll } from './print-all.ts';
import { printChild } from './print-child.ts';
import { iterationOf, printEach } from './print-each.ts';
import { printMeet } from './print-meet.ts';
import { printRun } from './print-run.ts';

/** The states of a machine, and how it can go on at each of its items. */
export interface PrintedMachine extends Omit<Fragment, 'blocked'> {
  readonly resumptions: readonly Resumption[];
  /** The state that finds the item by `$.retry.step`. */
  readonly resume: string;
}

/** Prints the blocks of a machine; `opening` says what the first one has to begin. */
export function printMachine(
  body: Sequence,
  exits: Omit<Exits, 'blocked'>,
  functions: FunctionReferences,
  opening: Opening | undefined,
): PrintedMachine {
  const retry = retryLevel(body, true);
  const printed = printSequence(body, exits, { functions, retry, inChild: false, beginsBranch: false, opening });
  const resumptions = printed.map(({ entry }, index) => resumptionOf(at(body, index), entry, index));
  const opener = opening === undefined ? undefined : openingStep(body);
  const { states, which } = retryStates(retry, opener, resumptions);
  return {
    entry: at(printed, 0).entry,
    states: [...statesOf(printed), ...states],
    resumptions,
    resume: which ?? at(printed, 0).entry,
  };
}

/** Items are called by their step, where control comes to it as it does for another attempt; no step's name holds a colon. */
function resumptionOf({ block }: Item, entry: string, index: number): Resumption {
  const steps = blocksOf([{ block, blocksNext: false }]).flatMap((one) => (one.kind === 'run' ? [one.step.name] : []));
  const isStep = block.kind === 'run' && entry === taskName(block.step.name);
  return { key: isStep ? block.step.name : `:${index}`, entry, steps };
}

function openingStep([first]: Sequence): string | undefined {
  return first?.block.kind === 'run' ? first.block.step.name : undefined;
}

/** Prints blocks one after the other as a line of states. */
function printSequence(sequence: Sequence, exits: Omit<Exits, 'blocked'>, line: Line): readonly Fragment[] {
  const printed: Fragment[] = [];
  const later: Line = { ...line, beginsBranch: false, opening: undefined };
  let next: Fragment | undefined;
  sequence.toReversed().forEach((item, index) => {
    const isFirst = index === sequence.length - 1;
    next = printBlock(item.block, exitsOf(item, next, exits), isFirst ? line : later);
    printed.push(next);
  });
  return printed.reverse();
}

function statesOf(printed: readonly Fragment[]): readonly NamedState[] {
  return printed.flatMap(({ states }) => states);
}

function exitsOf({ blocksNext }: Item, next: Fragment | undefined, exits: Omit<Exits, 'blocked'>): Exits {
  if (next === undefined) return { ...exits, blocked: exits.incomplete };
  const complete: Exit = { Next: next.entry };
  if (!blocksNext) return { complete, incomplete: complete, blocked: complete };
  return { complete, incomplete: next.blocked, blocked: next.blocked };
}

/** One printer for each kind of block. */
export function printBlock(block: Block, exits: Exits, line: Line): Fragment {
  switch (block.kind) {
    case 'run':
      return printRun(block, exits, line);
    case 'all':
      return printAll(
        block,
        block.branches.map((branch) => printBranch(branch, line)),
        exits,
        line.opening,
      );
    case 'each': {
      const { body } = block;
      const iteration = (isListed: boolean) => {
        const worker = { body: [{ block: body, blocksNext: false }], slot: body.slot };
        return iterationOf(block, printBranch(worker, { ...line, inChild: isListed || line.inChild, isListed }));
      };
      return printEach(block, iteration, exits, line);
    }
    case 'meet':
      return printMeet(block, exits, ownerOf(block), (inner) => printBlock(block.body, inner, line));
    case 'child':
      return printChild(block, exits, line);
  }
}

/** Prints a machine within a state (a branch, or an iteration), or the one of a child. It leaves what lies at a path. */
export function printBranch(
  { body, slot }: Branch,
  { functions, inChild, isListed = false }: Pick<Line, 'functions' | 'inChild' | 'isListed'>,
): SubMachine {
  const complete: Exit = { End: true, OutputPath: slotPath(slot) };
  // A Choice or a catch cannot end a branch.
  const end: NamedState = [auxiliaryName(ownerOf(at(body, 0).block), 'end'), { Type: 'Pass', ...complete }];
  const retry = retryLevel(body, false);
  const printed = printSequence(
    body,
    { complete, incomplete: { Next: end[0] } },
    { functions, inChild, isListed, retry, beginsBranch: true },
  );
  const states = [...statesOf(printed), ...retryStates(retry).states];
  return {
    StartAt: at(printed, 0).entry,
    States: toStates(leadsTo(states, end[0]) ? [...states, end] : states),
  };
}

/** What the states of a block are named after. A branch and the first one within it begin with the same step, and not with the same block. */
function ownerOf(block: Block): string {
  switch (block.kind) {
    case 'run':
      return block.step.name;
    case 'all':
      return groupName(block.leads);
    case 'each':
    case 'meet':
      return ownerOf(block.body);
    case 'child':
      return childName(block.first, block.last);
  }
}
