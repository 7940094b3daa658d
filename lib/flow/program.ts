import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import type { ProgramStep } from './program-step.ts';
import type { Line, Slot } from './slots.ts';

/** What the machines that run a template do, as data. It knows no States Language. */
export interface Program {
  readonly template: TemplateIdentity;
  readonly budget: ResultBudget;
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
  /** Whether steps of different branches wait for each other. */
  readonly hasRendezvous: boolean;
}

/** How a machine tells whether all steps completed. They did when the last ones of the graph did. */
export interface Ending {
  /** The entries of last steps that may not be complete at the end; none when the way to it says enough. */
  readonly tested: readonly Slot[];
  /** What follows when the last block is not complete: the report at once, or the test. */
  readonly incomplete: 'report' | 'test';
  /** How many failures the cause tells in full; of further ones it has the names, or their number. */
  readonly told: number;
}

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
export type Block = RunBlock | AllBlock | MeetBlock;

/** Runs a step, with its retries, and leaves its entry. */
export interface RunBlock {
  readonly kind: 'run';
  readonly step: ProgramStep;
  readonly slot: Slot;
  /** The entries of dependencies that may not be complete when control comes here: the step runs if they are. */
  readonly tested: readonly Slot[];
  /** Whether control can come here to leave the step blocked. */
  readonly canBeBlocked: boolean;
}

/** Runs branches beside each other and goes on when all have ended. */
export interface AllBlock {
  readonly kind: 'all';
  /** The steps that lead the branches. */
  readonly leads: readonly string[];
  readonly branches: readonly Sequence[];
  /** The line of the branches: each returns what it holds. */
  readonly inner: Line;
  /** Where the branches' containers lie, one item each. */
  readonly slot: Slot;
  /** The entries that tell whether all steps inside completed; none where what follows does not hang on it. */
  readonly tested: readonly Slot[];
  readonly canBeBlocked: boolean;
}

/** Runs a block that waits for steps of other branches, or for which steps of other branches wait. */
export interface MeetBlock {
  readonly kind: 'meet';
  readonly body: RunBlock | AllBlock;
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
  /** By producer, the steps whose entries it brings. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
  /** Where they lie once they have come. */
  readonly received: Slot;
  /** What the steps before it can take at most. */
  readonly timeoutSeconds: number;
}

/** What steps that have settled leave for one that waits for them. */
export interface Tell {
  readonly consumer: string;
  /** The producers that settled just now, and by producer the steps whose entries it brings. */
  readonly brings: ReadonlyMap<string, readonly string[]>;
  /** Where these entries lie; empty for a group, which tells only that it is blocked. */
  readonly slots: ReadonlyMap<string, Slot>;
  /** How many producers the consumer waits for in all. */
  readonly expected: number;
}

/** Whether the machine's only step makes the output itself: nothing has to be gathered. */
export function endsByItself({ beginning, entries }: Machine): boolean {
  return beginning === 'first block' && entries.size === 1;
}

/** The blocks of a sequence and all blocks inside them, in tree order. */
export function blocksOf(sequence: Sequence): readonly Block[] {
  return sequence.flatMap(({ block }) => [block, ...insideOf(block)]);
}

function insideOf(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'run':
      return [];
    case 'all':
      return block.branches.flatMap(blocksOf);
    case 'meet':
      return [block.body, ...insideOf(block.body)];
  }
}
