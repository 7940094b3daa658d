import type { State } from '../states-language/types.ts';

export type NamedState = readonly [name: string, state: State];

/** The states that a block became. */
export interface Fragment {
  /** The state at which control enters. */
  readonly entry: string;
  readonly states: readonly NamedState[];
  /** The state that leaves the block blocked as a whole, where one leads there. */
  readonly blocked?: NamedState;
}

/** How a line of states goes on after one of them: to another state, or out of the branch with its container. */
export type Exit = { readonly Next: string } | { readonly End: true; readonly OutputPath?: string };

/** How control goes on after a block, by what came of it. */
export interface Exits {
  readonly complete: Exit;
  readonly incomplete: Exit;
  /** After the block was left blocked as a whole. */
  readonly blocked: Exit;
}

/** The state to which an exit leads, where a state cannot leave the branch itself. */
export function nextOf(exit: Exit): string {
  if ('End' in exit) throw new Error('A Choice cannot end a branch.');
  return exit.Next;
}

/** One line of control (the machine itself, or one branch), with its states in the order given. */
export function toStates(states: readonly NamedState[]): Readonly<Record<string, State>> {
  const record = Object.fromEntries(states);
  if (Object.keys(record).length < states.length) {
    const names = states.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    throw new Error(`Two states are named "${twice}".`);
  }
  return record;
}
