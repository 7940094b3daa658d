import { indexMachine } from '../client/view/index-machine.ts';
import type { JsonValue } from '../json.ts';
import type { StateMachine } from '../client/index.ts';

/** The Task state that runs a step, as it stands in the definition. */
export function stateOfStep(definition: StateMachine, step: string): JsonValue | undefined {
  const found = indexMachine(definition).steps.find(({ name }) => name === step);
  // What has been read as JSON is JSON.
  return found === undefined ? undefined : (JSON.parse(JSON.stringify(found.task)) as JsonValue);
}
