import type { CarriedManifest, CarriedStep } from '../../contract/machine-comment.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { stateRoles } from '../../contract/state-roles.ts';
import type { JsonObject } from '../../json.ts';
import type { PassState, TaskState } from '../../states-language/types.ts';
import { isJsonObject } from '../parse-json.ts';

/** What the view shows of a step before it has run. */
export type StepFacts = Pick<CarriedStep, 'name' | 'dependencies' | 'maxAttempts'>;

/** Tells what the states of a machine are to its steps. */
export interface MachineReader {
  /** The template that the machine runs, as far as it was read; absent of a machine that is none of ours. */
  readonly identity?: TemplateIdentity | undefined;
  /** The step that a Task runs. */
  stepOf(name: string, state: TaskState): StepFacts | undefined;
  /** The step that a Task lets wait for dependencies in other branches. */
  awaitingStepOf(name: string, state: TaskState): string | undefined;
  /** The step whose failure a Pass records. */
  failedStepOf(name: string, state: PassState): string | undefined;
}

/** Reads a machine by the manifest that it carries. */
export function manifestReader({ template, steps }: CarriedManifest): MachineReader {
  const byName = new Map<string, StepFacts>(
    steps.map(({ name, dependencies, maxAttempts }) => [name, { name, dependencies, maxAttempts }]),
  );
  const roles = stateRoles(steps);
  return {
    identity: template,
    stepOf: (name) => {
      const role = roles.get(name);
      return role?.role === 'task' ? byName.get(role.step) : undefined;
    },
    awaitingStepOf: (name) => {
      const role = roles.get(name);
      return role?.role === 'await' ? role.step : undefined;
    },
    failedStepOf: (name) => {
      const role = roles.get(name);
      return role?.role === 'failed' ? role.step : undefined;
    },
  };
}

/** Reads a machine that carries none by what its states look like: Tasks that send a step event, and failures' entries. */
export function shapeReader(): MachineReader {
  let identity: TemplateIdentity | undefined;
  return {
    get identity() {
      return identity;
    },
    stepOf: (_, { Parameters }) => {
      const payload = isJsonObject(Parameters) ? Parameters.Payload : undefined;
      const step = isJsonObject(payload) ? readStep(payload) : undefined;
      if (isJsonObject(payload) && step !== undefined) identity ??= readIdentity(payload);
      return step;
    },
    awaitingStepOf: (_, { Parameters, Resource }) => {
      if (!Resource.endsWith('.waitForTaskToken')) return undefined;
      const key = isJsonObject(Parameters) ? Parameters.Key : undefined;
      const step = isJsonObject(key) ? key[Rendezvous.step] : undefined;
      return isJsonObject(step) && typeof step.S === 'string' ? step.S : undefined;
    },
    failedStepOf: (_, { Parameters }) => {
      const failure = isJsonObject(Parameters) ? Parameters.failure : undefined;
      return isJsonObject(failure) && typeof failure.step === 'string' ? failure.step : undefined;
    },
  };
}

function readStep({ step }: JsonObject): StepFacts | undefined {
  if (!isJsonObject(step) || typeof step.name !== 'string') return undefined;
  const dependencies: readonly unknown[] = Array.isArray(step.dependencies) ? step.dependencies : [];
  return {
    name: step.name,
    dependencies: dependencies.filter((name) => typeof name === 'string'),
    maxAttempts: typeof step.max_attempts === 'number' ? step.max_attempts : 1,
  };
}

function readIdentity({ task }: JsonObject): TemplateIdentity | undefined {
  if (!isJsonObject(task)) return undefined;
  const { namespace, name, version } = task;
  const isIdentity = typeof namespace === 'string' && typeof name === 'string' && typeof version === 'string';
  return isIdentity ? { namespace, name, version } : undefined;
}
