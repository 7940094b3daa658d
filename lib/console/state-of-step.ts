import { indexMachine } from '../client/view/index-machine.ts';
import type { JsonValue } from '../json.ts';
import type { State } from '../states-language/types.ts';
import type { StateMachine } from '../client/index.ts';

/** The Task state that runs a step, as it stands in the definition. */
export function stateOfStep(definition: StateMachine, step: string): JsonValue | undefined {
  const found = indexMachine(definition).steps.find(({ name }) => name === step);
  return found === undefined ? undefined : asJson(found.task);
}

/** A state as JSON: it has been read as such. */
export function asJson(state: State): JsonValue {
  return JSON.parse(JSON.stringify(state)) as JsonValue;
}
