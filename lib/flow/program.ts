import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import { canCome, type Guard, type Test } from './guard.ts';
import type { BatchSettings } from '../template/task-template.ts';
import type { ProgramStep } from './program-step.ts';
import type { Line, Slot } from './slots.ts';
import type { ToldFailures } from './told-failures.ts';

/** What the machines that run a template do, as data. It knows no States Language. */
export interface Program {
  readonly template: TemplateIdentity;
  readonly budget: ResultBudget;
  /** How many entries that steps received from other branches lie in one state at most. */
  readonly copies: number;
  /** The seconds after which a task is ended. @default none */
  readonly timeoutSeconds?: number;
  /** The machine that a task starts. */
  readonly main: Machine;
}

export interface Machine {
  /** What gives the execution's input over to the state data: a state of its own, or the first block. */
  readonly beginning: 'state' | 'first block';
  readonly body: Sequence;
  /** The entry of every step once the body has ended, in tree order. */
  readonly entries: ReadonlyMap<string, Slot>;
  readonly ending: Ending;
  /** Steps that run many times, once for each part of a batch. */
  readonly batched: ReadonlySet<string>;
  /** Whether steps may be skipped, so that their entries hold no result although all went well. */
  readonly mayBeSkipped: boolean;
  /** Whether steps of different branches wait for each other. */
  readonly hasRendezvous: boolean;
  /** What names of members begin with that hold, among the entries, what steps received; absent where there are none. */
  readonly received?: string;
}

/** How a machine tells whether all steps completed. They did when the last ones of the graph did. */
export interface Ending {
  /** What must hold for a success; absent when the way to the end says enough. */
  readonly tested?: Test;
  /** What follows when the last block is not complete: the report at once, or the test. */
  readonly incomplete: 'report' | 'test';
  /** What the cause can tell of the failures. */
  readonly told: ToldFailures;
  /** Whether there are batches whose workers fail each for itself. */
  readonly isolates: boolean;
}

export type FailureStrategy = BatchSettings['failureStrategy'];

/** Blocks one after the other; at least one. */
export type Sequence = readonly Item[];

export interface Item {
  readonly block: Block;
  /**
   * Whether the next block is blocked as a whole when this one is not complete. Otherwise control enters the next one in any
   * case, and its steps test what they depend on.
   */
  readonly blocksNext: boolean;
}

/**
 * What a machine is made of. A new kind is a new thing that a template can say: a type here, a case in `build-program.ts`,
 * a row in `cost.ts` and `manifest.ts`, a printer in `asl/blocks/`, a case in the program executor of the tests.
 */
export type Block = RunBlock | AllBlock | EachBlock | MeetBlock | ChildBlock;

/** Runs a step, with its retries, and leaves its entry. */
export interface RunBlock {
  readonly kind: 'run';
  readonly step: ProgramStep;
  readonly slot: Slot;
  /** What is asked first; absent of a step that runs whenever control comes here. */
  readonly guard?: Guard;
}

/** Runs branches beside each other and goes on when all have ended. */
export interface AllBlock {
  readonly kind: 'all';
  /** The steps that lead the branches. */
  readonly leads: readonly string[];
  readonly branches: readonly Branch[];
  /** Where the branches' containers lie. */
  readonly slot: Slot;
  /** Where they lie while the branches run, if not there. */
  readonly meanwhile?: Line;
  /** What tells whether all steps inside completed; absent where what follows does not hang on it. */
  readonly tested?: Test;
}

export interface Branch {
  readonly body: Sequence;
  /** What it returns: its container, or of a single step its entry. */
  readonly slot: Slot;
}

/** Runs a part of the task in an execution of its own, as a branch that has no other beside it, and goes on when that has ended. */
export interface ChildBlock {
  readonly kind: 'child';
  readonly first: string;
  readonly last: string;
  /** What the execution runs, and its container: what it returns. */
  readonly branch: Branch;
  /** What lies in the state data that its steps read, beside what the branch itself has left. */
  readonly reads: readonly Slot[];
  /** The entry of its first step: that step has failed when the execution has. */
  readonly lead: Slot;
  /** Where it is counted after how many redrives the branch has returned last. */
  readonly returned: Slot;
  /** What tells whether all steps inside completed; absent where what follows does not hang on it. */
  readonly tested?: Test;
}

/** Runs a batch worker once for each part of the work that a batchable step has found. */
export interface EachBlock {
  readonly kind: 'each';
  /** The worker. Its slot is where an iteration leaves its entry. */
  readonly body: RunBlock;
  /** The entry of the batchable step, which holds the parts. */
  readonly analyzer: Slot;
  /** Where the workers' entries lie, side by side, and what came of them all. */
  readonly slot: Slot;
  readonly guard: Guard;
  /** How many workers run at once, at most. */
  readonly parallelism: number;
  /** So many workers run in the task's own execution, at most. */
  readonly inline: number;
  /** Whether those of a larger batch run in child executions. */
  readonly hasChildren: boolean;
  readonly failureStrategy: FailureStrategy;
}

/** Runs a block that waits for steps of other branches, or for which steps of other branches wait. */
export interface MeetBlock {
  readonly kind: 'meet';
  readonly body: RunBlock | AllBlock | ChildBlock;
  readonly awaits?: Await;
  readonly tells: readonly Tell[];
  /** A group tells only that it is blocked as a whole: otherwise its steps speak for themselves. */
  readonly tellsWhen: 'settled' | 'blocked';
}

/** A step's wait for the settled entries of other branches. */
export interface Await {
  readonly step: string;
  /** The step's own entry, should they never come. */
  readonly slot: Slot;
  /** By producer, the member of what is received in which the entries lie that it brings. */
  readonly brought: ReadonlyMap<string, string>;
  /** Where that lies once all have come. */
  readonly received: Slot;
  /** What the steps before it can take at most. */
  readonly timeoutSeconds: number;
}

/** What steps that have settled leave for one that waits for them. */
export interface Tell {
  readonly consumer: string;
  /** The producers that settled just now, and by producer the steps whose entries it brings. */
  readonly brings: ReadonlyMap<string, readonly string[]>;
  /** Those of them whose failure need not block the consumer: it may pass on what they bring, though that is nothing. */
  readonly passedOn: ReadonlySet<string>;
  /** Where these entries lie; empty for a group, which tells only that it is blocked. */
  readonly slots: ReadonlyMap<string, Slot>;
  /** How many producers the consumer waits for in all. */
  readonly expected: number;
}

/** So many producers are told of at one item by one write, when they did not complete. */
const MOST_AT_ONCE = 4;

/** Whether it is a list that tells of steps that did not complete: each of them by itself, to each who waits. */
export function areListed(tells: readonly Tell[]): boolean {
  return tells.length > 1 || tells.some(({ brings }) => brings.size > MOST_AT_ONCE);
}

/** Whether the machine's only step makes the output itself: nothing has to be gathered. */
export function endsByItself({ beginning, entries }: Machine): boolean {
  return beginning === 'first block' && entries.size === 1;
}

/**
 * The last block, where it is a step that gathers the output along with its own result: nothing follows but the end, and control comes to
 * that by its success alone.
 */
export function endingStep({ body, ending }: Machine): RunBlock | undefined {
  const block = body.length > 1 ? body.at(-1)?.block : undefined;
  if (block?.kind !== 'run' || ending.tested !== undefined) return undefined;
  const { step, guard } = block;
  const isPlain =
    step.batch === undefined && step.yields === undefined && !step.publishesFailures && !canCome(guard, 'skipped');
  return isPlain ? block : undefined;
}

/** The parts of a sequence that run in executions of their own, parts of parts after those around them. */
export function childrenOf(sequence: Sequence): readonly ChildBlock[] {
  return blocksOf(sequence).filter((block) => block.kind === 'child');
}

/** The blocks of a sequence and all blocks inside them, in tree order. */
export function blocksOf(sequence: Sequence): readonly Block[] {
  const found: Block[] = [];
  for (const { block } of sequence) addBlocks(block, found);
  return found;
}

/** One list for all: blocks lie in one another as deep as the template likes. */
function addBlocks(block: Block, found: Block[]): void {
  found.push(block);
  switch (block.kind) {
    case 'run':
      return;
    case 'all':
      for (const { body } of block.branches) for (const each of body) addBlocks(each.block, found);
      return;
    case 'each':
      found.push(block.body);
      return;
    case 'meet':
      addBlocks(block.body, found);
      return;
    case 'child':
      for (const each of block.branch.body) addBlocks(each.block, found);
  }
}
