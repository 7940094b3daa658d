import type { StateData } from '../../contract/step-event.ts';
import { isJsonObject } from '../../json.ts';

/**
 * The state data without the request. The group that opens an execution takes its input for what steps have left, where that has a mark
 * of a redrive, two levels deep: and a context or options may have a member of the same name. Nothing in a request is what a step left.
 */
export function withoutRequest(data: Partial<StateData>, request: unknown): Partial<StateData> {
  const { steps } = data;
  if (!isJsonObject(steps) || !isJsonObject(request) || !('context' in steps || 'options' in steps)) return data;
  const left = Object.entries(steps).filter(
    ([member, value]) => !Object.hasOwn(request, member) || JSON.stringify(value) !== JSON.stringify(request[member]),
  );
  return { ...data, steps: Object.fromEntries(left) };
}
