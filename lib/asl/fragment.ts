import type { State } from '../states-language/types.ts';

export type NamedState = readonly [name: string, state: State];

/** The states that a block became. */
export interface Fragment {
  /** The state at which control enters. */
  readonly entry: string;
  readonly states: readonly NamedState[];
  /** Where control goes instead when the block is blocked as a whole: past it. */
  readonly blocked: Exit;
}

/**
 * How a line of states goes on after one of them: to another state, out of the branch with its container, or out of the machine with what
 * an expression makes of the state data and the reply.
 */
export type Exit =
  | { readonly Next: string }
  | { readonly End: true; readonly OutputPath?: string }
  | { readonly End: true; readonly Output: string };

/** How control goes on after a block, by what came of it. */
export interface Exits {
  readonly complete: Exit;
  readonly incomplete: Exit;
  /** After the block was blocked as a whole. */
  readonly blocked: Exit;
}

/** The state to which an exit leads, where a state cannot leave the branch itself. */
export function nextOf(exit: Exit): string {
  if ('End' in exit) throw new Error('A Choice or a catch cannot end a branch.');
  return exit.Next;
}

/** Whether control can go from one of the states to the one of this name. */
export function leadsTo(states: readonly NamedState[], name: string): boolean {
  return states.some(([, state]) => {
    if (state.Type === 'Choice') return state.Default === name || state.Choices.some(({ Next }) => Next === name);
    if ('Catch' in state && state.Catch?.some(({ Next }) => Next === name)) return true;
    return 'Next' in state && state.Next === name;
  });
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
