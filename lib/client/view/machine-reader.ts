import type { CarriedManifest, CarriedStep } from '../../contract/machine-comment.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { USUAL_ATTEMPTS, type ResultBudget } from '../../contract/step-event.ts';
import { stateRoles, type StateRole } from '../../contract/state-roles.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { PassState, TaskState } from '../../states-language/types.ts';

/** What the view shows of a step before it has run. */
export type StepFacts = Pick<CarriedStep, 'name' | 'type' | 'dependencies' | 'maxAttempts'>;

/** Tells what the states of a machine are to its steps. */
export interface MachineReader {
  /** The template that the machine runs, and how its steps share the state data; absent of a machine that carries no manifest. */
  readonly identity?: TemplateIdentity;
  readonly budget?: ResultBudget;
  /** The step that a Task runs. */
  stepOf(name: string, state: TaskState): StepFacts | undefined;
  /** The step that a Task lets wait for dependencies in other branches. */
  awaitingStepOf(name: string, state: TaskState): string | undefined;
  /** The step for which a Task publishes that a run gave no answer. */
  publishingStepOf(name: string, state: TaskState): string | undefined;
  /** The step that a Task runs in an execution in which it goes on from a checkpoint. */
  goingOnStepOf(name: string): string | undefined;
  /** The step for which a Map starts such an execution. */
  startedStepOf(name: string): string | undefined;
  /** The step whose failure a Pass records. */
  failedStepOf(name: string, state: PassState): string | undefined;
  /** The step of which a Pass records that it was passed over. */
  skippedStepOf(name: string): string | undefined;
}

/** Reads a machine by the manifest that it carries. */
export function manifestReader({ template, budget, steps }: CarriedManifest): MachineReader {
  const byName = new Map<string, StepFacts>(
    steps.map(({ name, type, dependencies, maxAttempts }) => [name, { name, type, dependencies, maxAttempts }]),
  );
  const roles = stateRoles(steps);
  const stepWith = (wanted: StateRole['role']) => (name: string) => {
    const role = roles.get(name);
    return role?.role === wanted ? role.step : undefined;
  };
  return {
    identity: template,
    budget,
    stepOf: (name) => byName.get(stepWith('task')(name) ?? ''),
    awaitingStepOf: stepWith('await'),
    publishingStepOf: stepWith('publish'),
    goingOnStepOf: stepWith('goes on'),
    startedStepOf: stepWith('go on'),
    failedStepOf: stepWith('failed'),
    skippedStepOf: stepWith('skipped'),
  };
}

/** Reads a machine that carries none by what its states look like: Tasks that send a step event, and failures' entries. */
export function shapeReader(): MachineReader {
  return {
    stepOf: (_, task) => readStep(eventOf(task)),
    awaitingStepOf: (_, { Parameters, Resource }) => {
      if (!Resource.endsWith('.waitForTaskToken')) return undefined;
      const key = isJsonObject(Parameters) ? Parameters.Key : undefined;
      const step = isJsonObject(key) ? key[Rendezvous.step] : undefined;
      return isJsonObject(step) && typeof step.S === 'string' ? step.S : undefined;
    },
    failedStepOf: (_, { Parameters }) => {
      const failure = isJsonObject(Parameters) ? (Parameters.failure ?? openingFailure(Parameters)) : undefined;
      return isJsonObject(failure) && typeof failure.step === 'string' ? failure.step : undefined;
    },
    publishingStepOf: (_, task) => {
      const step = eventOf(task).unanswered;
      return isJsonObject(step) && typeof step.name === 'string' ? step.name : undefined;
    },
    // Machines without a manifest are older than decisions, and than steps that go on elsewhere.
    skippedStepOf: () => undefined,
    goingOnStepOf: () => undefined,
    startedStepOf: () => undefined,
  };
}

/** What a Task sends a function, whether it is called by its ARN or by `lambda:invoke`. */
function eventOf({ Parameters: sent }: TaskState): JsonObject {
  const event = isJsonObject(sent) ? (sent.Payload ?? sent) : undefined;
  return isJsonObject(event) ? event : {};
}

/** Whether the batch of the worker that a Task runs goes on without it once it has failed. */
export function goesOnWithout(task: TaskState): boolean {
  const { step } = eventOf(task);
  const batch = isJsonObject(step) ? step.batch : undefined;
  return isJsonObject(batch) && batch.failure_strategy === 'continue_on_failure';
}

function readStep({ step }: JsonObject): StepFacts | undefined {
  if (!isJsonObject(step) || typeof step.name !== 'string') return undefined;
  const dependencies: readonly unknown[] = Array.isArray(step.dependencies) ? step.dependencies : [];
  return {
    name: step.name,
    type: 'standard',
    dependencies: dependencies.filter((name) => typeof name === 'string'),
    maxAttempts: typeof step.max_attempts === 'number' ? step.max_attempts : USUAL_ATTEMPTS,
  };
}

/** A failure of the step that opens the execution makes the state data along with its entry. */
function openingFailure({ steps }: JsonObject): JsonValue | undefined {
  const [entry] = isJsonObject(steps) ? Object.values(steps) : [];
  return isJsonObject(entry) ? entry.failure : undefined;
}
