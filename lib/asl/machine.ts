import type { ResultBudget } from '../contract/step-event.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Delivery } from './deliveries.ts';
import type { State } from '../states-language/types.ts';

/** States of one line of control (the machine itself, or one branch), in the order in which they were added. */
export class StateList {
  readonly #states = new Map<string, State>();

  add(name: string, state: State): void {
    if (this.#states.has(name)) throw new Error(`Two states are named "${name}".`);
    this.#states.set(name, state);
  }

  addAll(states: Iterable<readonly [name: string, state: State]>): void {
    for (const [name, state] of states) this.add(name, state);
  }

  toRecord(): Readonly<Record<string, State>> {
    return Object.fromEntries(this.#states);
  }
}

/** What every emitter needs to know of the whole workflow. */
export interface EmitContext {
  readonly plan: WorkflowPlan;
  readonly budget: ResultBudget;
  /** What each step that waits receives, by its name. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  /** The `${…}` substitution that stands for the function of a callable. */
  readonly functionKey: (callable: string) => string;
}

/** How a line of states goes on after one of them: to another state, or out of the branch with its container. */
export type Exit = { readonly Next: string } | { readonly End: true; readonly OutputPath: string };

/** The state to which an exit leads, where a state cannot leave the branch itself. */
export function nextOf(exit: Exit): string {
  if ('End' in exit) throw new Error('A Choice cannot end a branch.');
  return exit.Next;
}

/** What is known where a line of states begins. */
export interface Scope {
  readonly states: StateList;
  readonly depth: number;
  /** Addresses of the entries that lie in the state data, by step name. */
  readonly visible: ReadonlyMap<string, string>;
  /** Steps that have completed whenever control comes here: no guard need test them. */
  readonly complete: ReadonlySet<string>;
  readonly onSuccess: Exit;
  readonly onFailure: Exit;
}
