import { isJsonObject, type JsonValue } from '../../json.ts';
import type { TaskRequest } from '../../contract/task-request.ts';

const isText = (value: JsonValue) => typeof value === 'string';

/** Whether the value of a field is what a request has there. */
const FIELDS: Readonly<Record<keyof TaskRequest, (value: JsonValue) => boolean>> = {
  name: isText,
  namespace: isText,
  version: isText,
  context: isJsonObject,
  initiator: isText,
  source_system: isText,
  reason: isText,
  tags: (value) => Array.isArray(value) && (value as readonly JsonValue[]).every(isText),
  requested_at: isText,
  options: () => true,
  priority: (value) => typeof value === 'number',
  correlation_id: isText,
  parent_correlation_id: (value) => value === null || isText(value),
  idempotency_key: isText,
  request_id: isText,
};

/** What of an execution's input is a request: it may have been started with anything, by anyone. */
export function readRequest(input: JsonValue | undefined): TaskRequest {
  if (!isJsonObject(input)) return {};
  const entries: readonly (readonly [string, JsonValue])[] = Object.entries(input);
  return Object.fromEntries(
    entries.filter(([key, value]) => Object.hasOwn(FIELDS, key) && FIELDS[key as keyof TaskRequest](value)),
  );
}
