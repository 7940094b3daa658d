import { noStep } from '../no-step.ts';
import {
  BATCH_STOPPED,
  type CarriedFailure,
  type CarriedResults,
  type Continuation,
  type RepairAction,
  type RepairedStep,
} from '../../contract/continuation.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { makeStepId } from '../requests/task-id.ts';
import type { TaskExecution } from '../responses/task-response.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { isDone, type StepView } from '../view/step-view.ts';

/** What an operator does to a task that has failed. */
export interface TaskRepair {
  /** Who repairs it: it is kept with the task. */
  readonly by: string;
  /** Why: it is kept with the task. */
  readonly reason: string;
  /** What is done to which step; to each step one thing. */
  readonly actions: readonly StepRepair[];
}

/** What is done to one step, in Tasker's words. */
export type StepRepair =
  | {
      /** The step's name, or its `step_uuid`. */
      readonly step: string;
      /** `reset_for_retry`: it runs again, with attempts anew, from its last checkpoint. `resolve_manually`: those that follow it run, and see no result of it. */
      readonly action: 'reset_for_retry' | 'resolve_manually';
    }
  | {
      /** The step's name, or its `step_uuid`. */
      readonly step: string;
      /** It is complete, with a result of the operator's. */
      readonly action: 'complete_manually';
      /** What the steps that follow it see. */
      readonly result: JsonObject;
      /** Anything to note beside it. */
      readonly metadata?: JsonObject;
    };

/** Who does something to a step, and why: it is kept with the task. */
export interface StepRepairOptions {
  /** Who. */
  readonly by: string;
  /** Why. */
  readonly reason: string;
}

/** With what a step is completed by hand. */
export interface StepCompletionOptions extends StepRepairOptions {
  /** What the steps that follow it see. */
  readonly result: JsonObject;
  /** Anything to note beside it. */
  readonly metadata?: JsonObject;
}

/** What is known of a task before it goes on. */
export interface BrokenTask {
  readonly view: TaskExecution;
  /** The execution with which the task began. */
  readonly task: Continuation['task'];
  /** Which run of the task failed last. */
  readonly run: number;
  /** How often the task had gone on, redrives included. */
  readonly restarts: number;
}

/** What each action makes of a step. */
const MAKES: Readonly<Record<RepairAction, string>> = {
  reset_for_retry: 'pending',
  resolve_manually: 'resolved_manually',
  complete_manually: 'complete',
};

/** Tasker's words for what cannot be done. */
const VERBS: Readonly<Record<RepairAction, string>> = {
  reset_for_retry: 'reset',
  resolve_manually: 'manually resolve',
  complete_manually: 'manually complete',
};

/** With what a task goes on. @throws TaskerClientError where it cannot: what is wrong, and what would do */
export function planRepair(broken: BrokenTask, repair: TaskRepair, at: string): Continuation {
  const { view, task, run, restarts } = broken;
  checkTask(view);
  checkWords(repair);
  const actions = repair.actions.map((wanted) => judge(wanted, view));
  const twice = actions.find(({ step }, index) => actions.findIndex((other) => other.step === step) < index);
  if (twice !== undefined) throw refused(`The step "${twice.step}" is named twice. Do one thing to each step.`);
  const given = new Map(actions.map(({ step }, index) => [step, repair.actions[index]]));
  return {
    task,
    run: run + 1,
    restarts: restarts + 1,
    // What decisions have passed over since it was settled, they may name once more.
    results: resultsOf([...view.steps, ...(view.skipped ?? [])], given),
    failures: failuresOf(view.steps, given),
    repair: { by: repair.by, reason: repair.reason, at, actions },
  };
}

function checkTask({ id, status, stoppedAt }: TaskExecution): void {
  if (stoppedAt === undefined) {
    const message =
      `The task "${id}" runs: its steps can be repaired once it has ended. ` +
      'Wait for its end, or cancel it first. A failed step keeps none from running that does not depend on it.';
    throw new TaskerClientError('CONFLICT', message, { taskId: id });
  }
  if (status === 'SUCCEEDED') throw refused(`The task "${id}" is complete: there is nothing to repair.`);
}

function checkWords({ by, reason, actions }: TaskRepair): void {
  for (const [name, value] of Object.entries({ by, reason })) {
    if (typeof value !== 'string' || value.trim() === '') {
      throw refused(
        `A repair is kept with its task: say ${name === 'by' ? 'who repairs it ("by")' : 'why ("reason")'}.`,
      );
    }
    if (value.length > MOST_CHARS)
      throw refused(`"${name}" has ${value.length} characters; ${MOST_CHARS} are allowed.`);
  }
  if (!Array.isArray(actions) || actions.length === 0) throw refused('There is nothing to do: name a step.');
}

/** As long as the reason of a task may be. */
const MOST_CHARS = 500;

function judge(wanted: StepRepair, task: TaskExecution): RepairedStep {
  const { id, steps } = task;
  const { action } = wanted;
  if (!Object.hasOwn(MAKES, action)) {
    throw refused(
      `"${String(action)}" is nothing that can be done to a step. There are: ${Object.keys(MAKES).join(', ')}.`,
    );
  }
  const step = steps.find(({ name }) => name === wanted.step || makeStepId(id, name) === wanted.step);
  if (step === undefined) throw noStep(task, wanted.step);
  const { name, state } = step;
  const isAllowed = action === 'reset_for_retry' ? state === 'error' || state === 'cancelled' : !isDone(state);
  if (!isAllowed) {
    const transition = `invalid transition from ${state} to ${MAKES[action]}`;
    throw refused(`Cannot ${VERBS[action]} step "${name}": ${transition}.${hintOn(step)}`);
  }
  const metadata = action === 'complete_manually' ? checkCompletion(wanted, name) : undefined;
  return { step: name, action, from: state, ...(metadata !== undefined && { metadata }) };
}

function hintOn({ state, blockedBy = [] }: StepView): string {
  if (isDone(state)) return ' What is done is never run again.';
  return blockedBy.length === 0 ? '' : ` It runs once this is repaired: ${blockedBy.join(', ')}.`;
}

function checkCompletion(
  { result, metadata }: Extract<StepRepair, { action: 'complete_manually' }>,
  step: string,
): JsonObject | undefined {
  if (!isJsonObject(result)) {
    throw refused(
      `The result of the step "${step}" must be a JSON object. A step without one is resolved by "resolve_manually".`,
    );
  }
  if (metadata !== undefined && !isJsonObject(metadata)) throw refused('"metadata" must be a JSON object.');
  return metadata;
}

function resultsOf(steps: readonly StepView[], given: ReadonlyMap<string, StepRepair | undefined>): CarriedResults {
  return Object.fromEntries(
    steps.flatMap(({ name, state, result }): readonly (readonly [string, JsonObject | null])[] => {
      const repair = given.get(name);
      if (repair?.action === 'complete_manually') return [[name, repair.result]];
      if (repair?.action === 'resolve_manually' || state === 'resolved_manually') return [[name, null]];
      return state === 'complete' ? [[name, result ?? {}]] : [];
    }),
  );
}

/** Failed steps that nobody repairs fail again at once, so that nothing is done that nobody asked for. */
function failuresOf(
  steps: readonly StepView[],
  given: ReadonlyMap<string, StepRepair | undefined>,
): Readonly<Record<string, CarriedFailure>> {
  return Object.fromEntries(
    steps.flatMap(({ name, state, error, attempts, template }) => {
      if (state !== 'error' || given.has(name) || error?.code === BATCH_STOPPED) return [];
      const { type, code, message, retryable } = error ?? { type: 'Error', message: 'It failed.', retryable: true };
      const failure: CarriedFailure = {
        type,
        ...(code !== undefined && { code }),
        message: message.slice(0, MOST_MESSAGE_CHARS),
        retryable,
        attempts,
        ...(template !== undefined && { batch: template }),
      };
      return [[name, failure] as const];
    }),
  );
}

/** Of a failure so much travels; the history of the run in which it happened has all of it. */
const MOST_MESSAGE_CHARS = 1000;

function refused(message: string): TaskerClientError {
  return new TaskerClientError('BAD_REQUEST', message);
}
