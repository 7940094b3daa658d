import type { State, SubMachine } from '../../states-language/types.ts';

/** What control passes before it comes to a step: a step, or a group of them side by side; and what came before that. */
export interface Earlier {
  /** One step, or those that run side by side. */
  readonly steps: readonly string[];
  /** What came before these; undefined at the beginning. */
  readonly before: Earlier | undefined;
}

/**
 * By step, what control passes before it; the first steps have nothing. So a plan's barriers can be seen in a machine: a step
 * comes after others that it does not depend on.
 *
 * @param stepOf The step that a Task runs.
 */
export function orderOfControl(
  machine: SubMachine,
  stepOf: (state: string) => string | undefined,
): ReadonlyMap<string, Earlier> {
  const earlier = new Map<string, Earlier>();
  visit(machine, undefined);
  return earlier;

  /** The steps of a machine that control enters after `before`. */
  function visit({ StartAt, States }: SubMachine, before: Earlier | undefined): readonly string[] {
    const all: string[] = [];
    let last = before;
    for (const name of inOrder(StartAt, States)) {
      const state = States[name];
      const step = stepOf(name);
      if (step !== undefined && last !== undefined) earlier.set(step, last);
      const steps = step === undefined ? innerMachines(state).flatMap((inner) => visit(inner, last)) : [step];
      if (steps.length === 0) continue;
      last = { steps, before: last };
      all.push(...steps);
    }
    return all;
  }
}

function innerMachines(state: State | undefined): readonly SubMachine[] {
  if (state?.Type === 'Parallel') return state.Branches;
  if (state?.Type !== 'Map') return [];
  return [state.ItemProcessor ?? state.Iterator].filter((inner) => inner !== undefined);
}

/** The states that control can reach, each after those from which it comes, except where it comes back to try again. */
function inOrder(start: string, states: SubMachine['States']): readonly string[] {
  const settled: string[] = [];
  const seen = new Set<string>();
  const open: { readonly name: string; readonly next: string[] }[] = [];
  const enter = (name: string) => {
    if (seen.has(name) || states[name] === undefined) return;
    seen.add(name);
    open.push({ name, next: [...successors(states[name])] });
  };
  enter(start);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.next.pop();
    if (next !== undefined) enter(next);
    else settled.push((open.pop() ?? top).name);
  }
  return settled.reverse();
}

/** Where control goes from a state when nothing fails. */
export function successors(state: State | undefined): readonly string[] {
  if (state === undefined) return [];
  if (state.Type !== 'Choice') return 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  const fallback = state.Default === undefined ? [] : [state.Default];
  return [...state.Choices.map((choice) => choice.Next), ...fallback];
}
