import type { MapState, State, StateMachine, SubMachine } from '../../../states-language/types.ts';

/** A state of a machine, wherever it is in there. */
export interface FoundState {
  readonly name: string;
  readonly state: State;
  readonly queryLanguage: StateMachine['QueryLanguage'];
  /** Whether an iteration of a Map runs it. */
  readonly inMap: boolean;
}

/** The state of a name, be it in a branch or in the processor of a Map. Names are unique in a machine. */
export function findState(machine: StateMachine, name: string): FoundState | undefined {
  return search(machine, name, machine.QueryLanguage, false);
}

function search(
  { States }: SubMachine,
  name: string,
  queryLanguage: FoundState['queryLanguage'],
  inMap: boolean,
): FoundState | undefined {
  if (Object.hasOwn(States, name)) {
    const state = States[name];
    if (state !== undefined) return { name, state, queryLanguage, inMap };
  }
  for (const state of Object.values(States)) {
    const inside = state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? processors(state) : [];
    for (const machine of inside) {
      const found = search(machine, name, queryLanguage, inMap || state.Type === 'Map');
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function processors({ ItemProcessor, Iterator }: MapState): readonly SubMachine[] {
  return [ItemProcessor, Iterator].filter((machine) => machine !== undefined);
}
