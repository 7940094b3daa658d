import type { HistoryEvent, StateMachine, StepView, TaskExecution } from '../client/index.ts';
import type { StateView } from '../client/view/view-states.ts';
import type { JsonValue } from '../json.ts';

/** A run as pages show it: a task; or an execution of a machine that runs no template, whose states are its steps. */
export interface ShownRun extends TaskExecution {
  /** Present of the latter. */
  readonly machine?: MachineRun;
}

/** What only an execution of a machine has that runs no template. */
export interface MachineRun {
  /** Absent of a run from a file, which does not tell it. */
  readonly arn?: string;
  readonly name: string;
  readonly definition: StateMachine;
  /** Oldest first. */
  readonly events: readonly HistoryEvent[];
  readonly states: readonly StateView[];
  readonly input?: JsonValue;
  readonly output?: JsonValue;
}

/** The steps that are why a run fails; not the states of a machine that has caught their failures, and goes on. */
export function failedSteps({ steps, machine }: ShownRun): readonly StepView[] {
  const caught = new Set(machine?.states.filter(({ isCaught }) => isCaught).map(({ step }) => step.name));
  return steps.filter(({ name, state }) => state === 'error' && !caught.has(name));
}
