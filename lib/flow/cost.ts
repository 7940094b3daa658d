import type { Block, MeetBlock, Program, RunBlock, Sequence } from './program.ts';

/** What a run costs. */
export interface Cost {
  /** State transitions when every step succeeds at once: what Step Functions bills. */
  readonly transitions: number;
  /**
   * An upper bound of the events in an execution's history: every step runs as often as its policy allows, each time after
   * the longest way back (a wait that the machine does itself), and is then reported or recorded as blocked. Faults of
   * services are not counted: their budget is spent in outages only.
   */
  readonly events: number;
}

/** A state without a task: entered, exited. */
const STATE = 2;
/** A task: entered, scheduled, started, succeeded, exited. */
const TASK = 5;
/** One that waits for its token is submitted besides. */
const TOKEN_TASK = 6;
/** A Parallel or Map: entered, started, succeeded, exited. */
const PARALLEL = 4;

/** What a task costs, by a walk through its program. */
export function costOf({ main }: Program): Cost {
  const tested = main.ending.tested.length > 0 ? 1 : 0;
  // Begin, and the end of success. Started and succeeded; begin; the last test; a Map between four states; the Fail state.
  const cut = main.ending.told < main.entries.size ? STATE : 0;
  const around = { transitions: 2 + tested, events: 2 + 2 * STATE + (PARALLEL + 4) + cut + 2 * STATE + 1 };
  return sum([around, sequenceCost(main.body, false)]);
}

function sequenceCost(sequence: Sequence, isBranch: boolean): Cost {
  return sum(sequence.map(({ block }, index) => blockCost(block, isBranch && index === sequence.length - 1)));
}

/** `endsBranch` says whether the branch ends with the block. */
function blockCost(block: Block, endsBranch: boolean): Cost {
  switch (block.kind) {
    case 'run':
      return runCost(block);
    case 'all': {
      const tested = block.tested.length > 0 ? 1 : 0;
      // The test, and the Pass of a group that is blocked.
      const own = { transitions: 1 + tested, events: PARALLEL + 2 * STATE };
      return sum([own, ...block.branches.map((branch) => sequenceCost(branch, true))]);
    }
    case 'meet':
      return sum([meetCost(block, endsBranch), blockCost(block.body, endsBranch)]);
  }
}

function runCost({ step, tested }: RunBlock): Cost {
  // A later run comes after three states that read how long to wait, and wait.
  const runs = TASK + (step.retries.attempts - 1) * (TASK + 3 * STATE);
  // Started, succeeded, and at most five states: see `describeFailure` in asl/.
  const described = 2 + 5 * STATE;
  return {
    transitions: (tested.length > 0 ? 1 : 0) + 1,
    // The guard, and the Pass that records what came of the step.
    events: STATE + runs + STATE + described,
  };
}

function meetCost({ awaits, tells, tellsWhen }: MeetBlock, endsBranch: boolean): Cost {
  // The wait, and the read after it; of those for whom a step waits, one releases it.
  const waited = awaits === undefined ? none : { transitions: 2 + 1, events: TOKEN_TASK + TASK };
  if (tellsWhen === 'blocked') return waited;
  // Told, the Choice after it; released; and the Pass that ends a branch, since a Choice cannot.
  const told = {
    transitions: 2 * tells.length + (endsBranch && tells.length > 0 ? 1 : 0),
    events: (TASK + STATE + TASK + STATE) * tells.length,
  };
  return sum([waited, told]);
}

const none: Cost = { transitions: 0, events: 0 };

function sum(costs: readonly Cost[]): Cost {
  return costs.reduce(
    (total, cost) => ({ transitions: total.transitions + cost.transitions, events: total.events + cost.events }),
    none,
  );
}
