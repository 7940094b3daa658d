import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Region } from '../plan/region.ts';
import { attemptsOf } from './backoff.ts';
import type { State, StateMachine, SubMachine } from '../states-language/types.ts';

/** The longest ARN of a function with a version, quoted: its substitution key is shorter. */
const ARN_BYTES = 132;

/**
 * State transitions of a run in which every step succeeds at once: what Step Functions bills. A Choice of ours names the
 * way of success first.
 */
export function countTransitions(machine: StateMachine | SubMachine): number {
  let count = 0;
  let name: string | undefined = machine.StartAt;
  while (name !== undefined) {
    const state: State | undefined = machine.States[name];
    if (state === undefined) throw new Error(`No state is named "${name}".`);
    count += 1;
    if (state.Type === 'Parallel') for (const branch of state.Branches) count += countTransitions(branch);
    name = successorOf(state);
  }
  return count;
}

function successorOf(state: State): string | undefined {
  if (state.Type === 'Choice') return state.Choices[0]?.Next;
  return 'Next' in state ? state.Next : undefined;
}

/** Bytes of the definition as deployed, with function ARNs in place of their substitution keys. */
export function definitionBytes(machine: StateMachine): number {
  const text = JSON.stringify(machine);
  const references = text.match(/"\$\{[A-Za-z0-9]+\}"/g) ?? [];
  const keys = references.reduce((bytes, reference) => bytes + reference.length, 0);
  return Buffer.byteLength(text) - keys + references.length * ARN_BYTES;
}

/**
 * An upper bound of the events in an execution's history: every step runs as often as its policy allows, each time after
 * the longest way back (a wait that the machine does itself), and is then reported or recorded as blocked. Lambda service
 * faults are not counted: their budget is spent in outages only.
 */
export function worstCaseEvents(plan: WorkflowPlan): number {
  const steps = plan.template.steps.reduce((sum, step) => sum + stepEvents(attemptsOf(step.retry)), 0);
  return ENDS + steps + PER_PARALLEL * countParallels(plan.region) + meetingEvents(plan);
}

/** Faults of DynamoDB are not counted, as those of Lambda are not. */
function meetingEvents({ rendezvous }: WorkflowPlan): number {
  const awaited = 6 + 5;
  // Told, the Choice after it, released; and the Pass that ends a branch.
  const told = 5 + 2 + 5 + 2;
  return [...rendezvous.values()].reduce((events, producers) => events + awaited + told * producers.length, 0);
}

/** Start and end of the execution, begin, the last check, the report around its items, the Fail state. */
const ENDS = 1 + 1 + 2 + 2 + 8 + 4 + 1;
/** Entered, started, succeeded, exited; the check after it; the Pass of a blocked group. */
const PER_PARALLEL = 4 + 2 + 2;

function stepEvents(attempts: number): number {
  const guard = 2;
  const firstRun = 5;
  const laterRun = 5 + 3 * 2;
  const recorded = 2;
  // Started, succeeded, and at most five states of two events: see `describeFailure`.
  const described = 2 + 5 * 2;
  return guard + firstRun + (attempts - 1) * laterRun + recorded + described;
}

function countParallels(region: Region): number {
  switch (region.kind) {
    case 'step':
      return 0;
    case 'sequence':
      return region.items.reduce((sum, item) => sum + countParallels(item), 0);
    case 'parallel':
      return region.branches.reduce((sum, branch) => sum + countParallels(branch), 1);
  }
}
