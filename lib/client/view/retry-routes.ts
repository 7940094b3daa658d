import { auxiliaryName, wholeName } from '../../contract/state-names.ts';
import type { SubMachine } from '../../states-language/types.ts';
import { successors } from './control-order.ts';

const REPORT = wholeName('report');

/** Finds the routes on which failed attempts come back, in the states of one machine. */
export class RetryRoutes {
  readonly #states: SubMachine['States'];
  /**
   * By state, those from which control may come to it while no step runs. Made once for all steps: hundreds of them may share the states
   * that wait.
   */
  readonly #before = new Map<string, string[]>();

  constructor(states: SubMachine['States']) {
    this.#states = states;
    const publishing = new Set(Object.keys(states).flatMap(publishingNames));
    for (const [name, state] of Object.entries(states)) {
      if (name === REPORT || (state.Type === 'Task' && !publishing.has(name))) continue;
      for (const next of new Set(this.#after(name))) {
        const before = this.#before.get(next);
        if (before === undefined) this.#before.set(next, [name]);
        else before.push(name);
      }
    }
  }

  /**
   * The states after a catch from which control comes back to the Task without passing another, or the report, from which only a
   * redrive leads back: the machine's own retry.
   */
  of(taskName: string): ReadonlySet<string> {
    const publishing = publishingNames(taskName);
    const leadBack = reach(this.#before.get(taskName) ?? [], (name) => {
      const isPassed = this.#states[name]?.Type !== 'Task' || publishing.includes(name);
      return isPassed ? (this.#before.get(name) ?? []) : undefined;
    });
    return reach(this.#after(taskName), (name) => (leadBack.has(name) ? this.#after(name) : undefined));
  }

  /** Where control goes from a state; from a Task, when it fails. */
  #after(name: string): readonly string[] {
    const state = this.#states[name];
    return state?.Type === 'Task' ? (state.Catch ?? []).map((catcher) => catcher.Next) : successors(state);
  }
}

/** What a Task may be called that tells the function of a run of this one that it gave no answer. It runs no step. */
function publishingNames(taskName: string): readonly string[] {
  return [auxiliaryName(taskName, 'publish'), `${taskName} publish`];
}

/** What can be reached from some names. `next` gives what follows one; undefined where that is not to be reached. */
function reach(from: readonly string[], next: (name: string) => readonly string[] | undefined): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const after = reached.has(name) ? undefined : next(name);
    if (after === undefined) continue;
    reached.add(name);
    open.push(...after);
  }
  return reached;
}
