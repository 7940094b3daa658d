import type { ResultBudget } from '../../contract/step-event.ts';
import type { TaskState } from '../../states-language/types.ts';
import { isJsonObject } from '../parse-json.ts';

/** How the steps of a machine share the state data, as the event of each step's function says it. */
export function budgetOf({ Parameters: parameters }: TaskState): ResultBudget | undefined {
  const payload = isJsonObject(parameters) ? parameters.Payload : undefined;
  const budget = isJsonObject(payload) ? payload.budget : undefined;
  if (!isJsonObject(budget)) return undefined;
  const { steps, reserved, copies } = budget;
  if (typeof steps !== 'number' || typeof reserved !== 'number') return undefined;
  return { steps, reserved, ...(typeof copies === 'number' && { copies }) };
}
