import type { JsonValue } from '../../json.ts';
import { isPlain, parseData } from '../base/json-text.ts';
import type { TaskCall } from '../engine/task/task-invoker.ts';

/** What a state sends, with numbers as they were written. */
export function parametersOf({ parameters, text }: Pick<TaskCall, 'parameters' | 'text'>): JsonValue {
  return isPlain(text) ? parameters : parseData(text);
}
