import { isJsonObject } from '../json.ts';
import type { State, StateMachine, SubMachine, TaskState } from './types.ts';

/** The end of the resource with which a Task starts an execution and waits for it. */
export const START = ':states:startExecution.sync:2';

/** What the Task is called by that runs a part of a task in an execution of its own, or another machine altogether. */
export interface ChildState {
  /** The state's name. */
  readonly state: string;
  /** The machine that it starts: an ARN, and before it is deployed what stands for it. */
  readonly stateMachine: string;
}

/** The states of a machine that start executions of others, those in its branches too. */
export function childStatesOf(machine: SubMachine): readonly ChildState[] {
  return Object.entries(machine.States).flatMap(([state, each]) => {
    const stateMachine = each.Type === 'Task' ? startedBy(each) : undefined;
    if (stateMachine !== undefined) return [{ state, stateMachine }];
    return machinesIn(each).flatMap(childStatesOf);
  });
}

/**
 * The machine as it would be were its parts not machines of their own: each is the branch of a Parallel in place of the Task that starts
 * it. What is not known stays a Task.
 */
export function inlineChildren(
  definition: StateMachine,
  machineOf: (child: ChildState) => StateMachine | undefined,
): StateMachine {
  return childStatesOf(definition).length === 0 ? definition : inlined(definition);

  function inlined<Machine extends SubMachine>(machine: Machine): Machine {
    const states = Object.entries(machine.States).map(([name, state]) => [name, inlinedState(name, state)] as const);
    return { ...machine, States: Object.fromEntries(states) };
  }

  function inlinedState(name: string, state: State): State {
    switch (state.Type) {
      case 'Task': {
        const stateMachine = startedBy(state);
        const child = stateMachine === undefined ? undefined : machineOf({ state: name, stateMachine });
        return child === undefined ? state : parallelOf(state, inlineChildren(child, machineOf));
      }
      case 'Parallel':
        return { ...state, Branches: state.Branches.map(inlined) };
      default:
        return state;
    }
  }
}

function parallelOf(task: TaskState, { StartAt, States }: StateMachine): State {
  const { Comment, Next, End, Catch } = task;
  const next = Next === undefined ? { End: End ?? true } : { Next };
  return {
    Type: 'Parallel',
    QueryLanguage: 'JSONata',
    ...(Comment !== undefined && { Comment }),
    Branches: [{ StartAt, States }],
    ...(Catch !== undefined && { Catch }),
    ...next,
  };
}

function startedBy({ Resource, Arguments }: TaskState): string | undefined {
  const named = Resource.endsWith(START) && isJsonObject(Arguments) ? Arguments.StateMachineArn : undefined;
  return typeof named === 'string' ? named : undefined;
}

function machinesIn(state: State): readonly SubMachine[] {
  return state.Type === 'Parallel' ? state.Branches : [];
}
