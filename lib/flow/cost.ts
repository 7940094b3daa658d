import { Limit } from '../states-language/limits.ts';
import type { ProgramStep } from './program-step.ts';
import {
  areListed,
  childrenOf,
  endingStep,
  endsByItself,
  type Block,
  type ChildBlock,
  type EachBlock,
  type MeetBlock,
  type Program,
  type RunBlock,
  type Sequence,
} from './program.ts';

/** What a run costs. */
export interface Cost {
  /**
   * State transitions when every step succeeds at once: what Step Functions bills, in all executions together. At most, with exact sync
   * and with decisions.
   */
  readonly transitions: number;
  /**
   * An upper bound of the events in an execution's history, and where parts of the task run in executions of their own, in the longest: every step runs as often as its policy allows, each time after
   * the longest way back (a wait that the machine does itself), and as many steps fail as can: what depends on a failed step
   * does not run. Not counted are faults of services, whose budget is spent in outages only, runs beyond the policy after
   * crashes between other failures, and what a step takes that yields at checkpoints: three for each invocation, or where it goes on in
   * executions of its own, ten for each of them but the first.
   */
  readonly events: number;
}

/** The transitions of a block that completes, and the most events by what comes of it. */
interface BlockCost {
  readonly transitions: number;
  readonly complete: number;
  readonly incomplete: number;
  /** When it is left blocked as a whole. */
  readonly blocked: number;
}

type SequenceCost = Omit<BlockCost, 'blocked'>;

/** A state without a task: entered, exited. */
const STATE = 2;
/** A task: entered, scheduled, started, succeeded, exited. */
const TASK = 5;
/** One that waits for its token, or for another execution, is submitted besides. */
const TOKEN_TASK = 6;
/** Told at the item of a rendezvous, the Choice after it, and released. */
const TELL = TASK + STATE + TASK;
/** A Parallel or Map: entered, started, succeeded, exited. */
const PARALLEL = 4;
/** A distributed Map is a Map with a run, which is started and ended. */
const MAP_RUN = PARALLEL + 2;
/** An invocation that ends at a checkpoint: scheduled, started, failed. */
const YIELD = 3;
/** A run of a distributed Map in which a step goes on, and the two states that tell what came of it. */
const APART = MAP_RUN + 2 * STATE;
/** The report: a Parallel is entered, started and fails with the Fail state in it. */
const REPORT = 4;

/** What a task costs, by a walk through its program. */
export function costOf({ main }: Program): Cost {
  const body = sequenceCost(main.body, false);
  const begin = main.beginning === 'state' ? 1 : 0;
  const tested = main.ending.tested === undefined ? 0 : 1;
  const complete = endsByItself(main) || endingStep(main) !== undefined ? 0 : 1;
  return {
    transitions: begin + body.transitions + tested + complete,
    // Started and ended.
    events: childrenOf(main.body)
      .map((child) => costOfChild(child).events)
      .reduce(
        (most, events) => Math.max(most, events),
        2 + (begin + tested) * STATE + Math.max(body.complete + complete * STATE, body.incomplete + REPORT),
      ),
  };
}

/** What the execution costs that runs a part of a task; its transitions are among those of the task. */
export function costOfChild({ branch }: ChildBlock): Cost {
  const { transitions, complete, incomplete } = sequenceCost(branch.body, true);
  return { transitions, events: 2 + Math.max(complete, incomplete) };
}

/** The transitions that it takes to run a part of a task by itself: the Task that starts it, and the Choice after it where there is one. */
export function startTransitions({ tested }: ChildBlock): number {
  return tested === undefined ? 1 : 2;
}

function sequenceCost(sequence: Sequence, isBranch: boolean): SequenceCost {
  let transitions = 0;
  // What follows, by how control comes to it.
  let next: SequenceCost = { transitions: 0, complete: 0, incomplete: 0 };
  let blocked = 0;
  sequence.toReversed().forEach(({ block, blocksNext }, index) => {
    const isLast = index === 0;
    const own = blockCost(block, isBranch && isLast);
    const passed = Math.max(next.complete, next.incomplete);
    const after = blocksNext ? blocked : passed;
    next = {
      transitions: 0,
      complete: own.complete + next.complete,
      incomplete: Math.max(own.incomplete + after, isLast ? 0 : own.complete + next.incomplete),
    };
    blocked = own.blocked + after;
    transitions += own.transitions;
  });
  // A branch in which a step failed has a state that ends it.
  return { ...next, ...(isBranch && { incomplete: next.incomplete + STATE }), transitions };
}

/** `endsBranch` says whether the branch ends with the block. */
function blockCost(block: Block, endsBranch: boolean): BlockCost {
  switch (block.kind) {
    case 'run':
      return runCost(block);
    case 'all': {
      const branches = block.branches.map((branch) => sequenceCost(branch.body, true));
      const tested = block.tested === undefined ? 0 : 1;
      const own = PARALLEL + tested * STATE;
      return {
        transitions: 1 + tested + sumOf(branches, ({ transitions }) => transitions),
        complete: own + sumOf(branches, ({ complete }) => complete),
        incomplete: own + sumOf(branches, ({ complete, incomplete }) => Math.max(complete, incomplete)),
        blocked: 0,
      };
    }
    case 'each':
      return eachCost(block);
    case 'meet':
      return meetCost(block, blockCost(block.body, endsBranch), endsBranch);
    case 'child': {
      const tested = block.tested === undefined ? 0 : 1;
      const events = TOKEN_TASK + tested * STATE;
      return {
        transitions: startTransitions(block) + sequenceCost(block.branch.body, true).transitions,
        complete: events,
        incomplete: events,
        blocked: 0,
      };
    }
  }
}

function runCost({ step, guard }: RunBlock): BlockCost {
  const asked = guard === undefined ? 0 : 1;
  const events = asked * STATE + taskEvents(step);
  return { transitions: asked + 1, complete: events, incomplete: events, blocked: 0 };
}

/** A later run comes after two states: that waits, and that finds the step. */
function taskEvents({ retries, publishesFailures, yields }: TaskCosts): number {
  // After a run that gave no answer, a second Task publishes its failure.
  const run = TASK * (publishesFailures ? 2 : 1) + (yields === undefined ? 0 : yields.here * YIELD + APART);
  return run + (retries.attempts - 1) * (run + 2 * STATE);
}

/** What tells the events of a step's Task. */
type TaskCosts = Pick<ProgramStep, 'retries' | 'publishesFailures' | 'yields'>;

/** An iteration is started and ended, and a failure of it is recorded by one state or two. */
function iterationEvents(task: number): number {
  return task + 2 + 2 * STATE;
}

function eachCost({ body, inline, hasChildren }: EachBlock): BlockCost {
  const worker = runCost(body);
  // Around them are a guard, and two states that tell what came of all.
  const around = 3 * STATE;
  const own = (events: number) => (inline === 0 ? 0 : PARALLEL + inline * iterationEvents(events));
  const each = (events: number) => around + Math.max(own(events), hasChildren ? MAP_RUN + TASK : 0);
  return {
    // Of one worker.
    transitions: worker.transitions + 3,
    complete: each(Math.max(worker.complete, worker.incomplete)),
    incomplete: each(worker.incomplete),
    blocked: 0,
  };
}

/**
 * How many workers of a batch one child execution has room for: with all their retries they take half of its history. The other half is
 * for what they yield at checkpoints.
 */
export function workersPerChild(worker: TaskCosts): number {
  const events = iterationEvents(taskEvents(worker));
  return Math.max(1, Math.floor(Limit.historyEvents / 2 / events));
}

function meetCost({ awaits, tells, tellsWhen }: MeetBlock, body: BlockCost, endsBranch: boolean): BlockCost {
  // The wait, and the read after it; of those for whom a step waits, one releases it.
  const waits = awaits === undefined ? { transitions: 0, events: 0 } : { transitions: 3, events: TOKEN_TASK + TASK };
  // And the state that ends a branch, or an iteration of those who are told of a failure, since a Choice cannot.
  const told = (TELL + STATE) * tells.length;
  const failed = areListed(tells) ? PARALLEL + (2 + TELL + STATE) * sumOf(tells, ({ brings }) => brings.size) : told;
  const isTold = tellsWhen === 'settled' && tells.length > 0;
  return {
    transitions: body.transitions + waits.transitions + (isTold ? 2 * tells.length + (endsBranch ? 1 : 0) : 0),
    complete: body.complete + waits.events + (isTold ? told : 0),
    incomplete: body.incomplete + waits.events + (isTold ? failed : 0),
    blocked: body.blocked + failed,
  };
}

/** The most events that a block writes. */
export function mostEvents(block: Block): number {
  const { complete, incomplete, blocked } = blockCost(block, false);
  return Math.max(complete, incomplete, blocked);
}

function sumOf<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}
