import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { StepEntry } from '../../contract/step-entry.ts';

/**
 * The entries of settled steps in a state's data, by step name, wherever their containers lie. What handlers returned is
 * not searched: it lies within the entries.
 */
export function findEntries(data: JsonValue, isStep: (name: string) => boolean): ReadonlyMap<string, StepEntry> {
  const found = new Map<string, StepEntry>();
  // The members of the state data are containers, also where a step has the name of one.
  if (isStateData(data)) Object.values(data).forEach(visit);
  else visit(data);
  return found;

  function visit(value: JsonValue): void {
    if (Array.isArray(value)) (value as readonly JsonValue[]).forEach(visit);
    // A batch leaves its entry where others leave containers. It has no steps for members, whatever the members are called.
    if (!isJsonObject(value) || Array.isArray(value.after)) return;
    for (const [key, member] of Object.entries(value)) {
      if (isStep(key) && isEntry(member)) found.set(key, member);
      else visit(member);
    }
  }
}

/** Beside the containers of a machine lies what is the same for all of its steps. */
function isStateData(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && isJsonObject(value.task) && 'wire' in value.task;
}

function isEntry(value: JsonValue): value is JsonValue & StepEntry {
  return isJsonObject(value) && ['result', 'failure', 'isolated', 'blocked', 'skipped'].some((key) => key in value);
}
