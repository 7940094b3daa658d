import { isJsonObject } from '../../json.ts';
import type { State, SubMachine, TaskState, WaitState } from '../../states-language/types.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { readMachineComment } from '../../contract/machine-comment.ts';
import type { ResultBudget } from '../../contract/step-event.ts';
import { orderOfControl, type Earlier } from './control-order.ts';
import { manifestReader, shapeReader, type StepFacts } from './machine-reader.ts';
import { RetryRoutes } from './retry-routes.ts';

/** What a state machine says of one step. */
export interface MachineStep extends StepFacts {
  /** The state that runs it. */
  readonly task: TaskState;
  /** The function that runs it, by name or ARN, where the definition names one. */
  readonly functionName?: string;
  /** States through which a failed attempt comes back to the Task, as after a `retry_after`. */
  readonly retryRoute: ReadonlySet<string>;
}

/** Which state of a machine belongs to which step. State names are unique in the whole machine. */
export interface MachineIndex {
  /** The template that the machine runs; absent of a machine that is none of ours. */
  readonly identity?: TemplateIdentity;
  /** How the machine's steps share the state data; absent like the identity. */
  readonly budget?: ResultBudget;
  /** In the order of the definition. */
  readonly steps: readonly MachineStep[];
  /** By name of the step's Task. */
  readonly tasks: ReadonlyMap<string, MachineStep>;
  /** By name of the Task in which a step waits for dependencies in other branches. */
  readonly awaits: ReadonlyMap<string, string>;
  /** By name of the Task that publishes the failure of a run which gave no answer. */
  readonly publishes: ReadonlyMap<string, string>;
  /** By name of the Task that runs a step in an execution in which it goes on from a checkpoint. */
  readonly goingOn: ReadonlyMap<string, string>;
  /** By name of the Map that starts such an execution. */
  readonly started: ReadonlyMap<string, string>;
  /** By step, the steps that control passes before it. */
  readonly earlier: ReadonlyMap<string, Earlier>;
  /** By name of the Pass that records the step's failure. */
  readonly failures: ReadonlyMap<string, string>;
  /** By name of the Pass that records that the step was passed over. */
  readonly skips: ReadonlyMap<string, string>;
  /** By name of the Wait before another attempt: the steps that share it. */
  readonly waits: ReadonlyMap<string, { readonly steps: readonly string[]; readonly wait: WaitState }>;
  /** The steps within a Parallel or Map, by its name. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** Finds the steps of a machine, in the order of the definition: by its manifest, or else by what its states look like. */
export function indexMachine(definition: SubMachine): MachineIndex {
  const manifest = readMachineComment(definition.Comment);
  const reader = manifest === undefined ? shapeReader() : manifestReader(manifest);
  const index = {
    steps: [] as MachineStep[],
    tasks: new Map<string, MachineStep>(),
    awaits: new Map<string, string>(),
    publishes: new Map<string, string>(),
    goingOn: new Map<string, string>(),
    started: new Map<string, string>(),
    failures: new Map<string, string>(),
    skips: new Map<string, string>(),
    waits: new Map<string, { readonly steps: string[]; readonly wait: WaitState }>(),
    groups: new Map<string, readonly string[]>(),
  };
  /** The steps of the Tasks so far. */
  const found: string[] = [];
  const byName = new Map<string, MachineStep>();
  visitMachine(definition);
  const { identity, budget } = reader;
  const earlier = orderOfControl(definition, (state) => index.tasks.get(state)?.name);
  return { ...index, earlier, ...(identity !== undefined && { identity }), ...(budget !== undefined && { budget }) };

  function visitMachine(machine: SubMachine): void {
    const retryRoutes = new RetryRoutes(machine.States);
    for (const [name, state] of Object.entries(machine.States)) visitState(name, state, machine.States, retryRoutes);
  }

  function visitState(name: string, state: State, states: SubMachine['States'], retryRoutes: RetryRoutes): void {
    switch (state.Type) {
      case 'Task': {
        const goingOn = reader.goingOnStepOf(name);
        if (goingOn !== undefined) return void index.goingOn.set(name, goingOn);
        const read = reader.stepOf(name, state);
        if (read === undefined) {
          const awaiting = reader.awaitingStepOf(name, state);
          if (awaiting !== undefined) index.awaits.set(name, awaiting);
          const publishing = reader.publishingStepOf(name, state);
          if (publishing !== undefined) index.publishes.set(name, publishing);
          return;
        }
        const functionName = functionOf(state);
        const step: MachineStep = {
          ...read,
          task: state,
          ...(functionName !== undefined && { functionName }),
          retryRoute: retryRoutes.of(name),
        };
        // A batch worker has a Task in the task's own execution, and one in the children of it.
        const known = byName.get(step.name);
        byName.set(step.name, known ?? step);
        if (known === undefined) index.steps.push(step);
        index.tasks.set(name, known ?? step);
        found.push(step.name);
        for (const other of step.retryRoute) {
          const wait = states[other];
          if (wait?.Type !== 'Wait') continue;
          const shared = index.waits.get(other);
          if (shared === undefined) index.waits.set(other, { steps: [step.name], wait });
          else shared.steps.push(step.name);
        }
        return;
      }
      case 'Pass': {
        const failed = reader.failedStepOf(name, state);
        if (failed !== undefined) index.failures.set(name, failed);
        const skipped = reader.skippedStepOf(name);
        if (skipped !== undefined) index.skips.set(name, skipped);
        return;
      }
      case 'Parallel':
        return visitGroup(name, state.Branches);
      case 'Map': {
        const started = reader.startedStepOf(name);
        if (started !== undefined) index.started.set(name, started);
        return visitGroup(
          name,
          [state.ItemProcessor ?? state.Iterator].filter((inner) => inner !== undefined),
        );
      }
      default:
        return;
    }
  }

  function visitGroup(name: string, machines: readonly SubMachine[]): void {
    const before = found.length;
    machines.forEach(visitMachine);
    index.groups.set(name, [...new Set(found.slice(before))]);
  }
}

/** A function that is found by a path is another one for each execution. */
function functionOf({ Parameters: parameters, Resource: resource }: TaskState): string | undefined {
  if (/^arn:[^:]*:lambda:/.test(resource)) return resource;
  const named = isJsonObject(parameters) ? parameters.FunctionName : undefined;
  return typeof named === 'string' ? named : undefined;
}
