import type { Context } from 'hono';
import type { NewTask } from '../client/requests/fill-request.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { ApiError } from './api-error.ts';
import { taskRequestSchema } from './task-request-schema.ts';
import { judgeOf } from '../schema/judge.ts';
import { readJsonBody } from './read-json-body.ts';
import { refuse } from './refuse.ts';

/** A request for a new task, as the API takes it. */
export type PostedTask = NewTask & {
  readonly namespace: string;
  readonly version: string;
  readonly context: JsonObject;
};

/** Fields of the body that a header may give instead. */
export const FIELD_HEADERS = { 'Idempotency-Key': 'idempotency_key', 'X-Correlation-Id': 'correlation_id' } as const;

/** Reads the body of `POST /v1/tasks`. All that is wrong with it is told at once. */
export async function readTaskRequest(c: Context): Promise<PostedTask> {
  const body = await readJson(c);
  if (!isJsonObject(body)) throw new ApiError('BAD_REQUEST', 'The body must be a JSON object.');
  // Tasker takes null for what may be absent.
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  for (const [header, field] of Object.entries(FIELD_HEADERS)) {
    const value = c.req.header(header);
    if (value === undefined) continue;
    if (given[field] !== undefined && given[field] !== value) {
      throw new ApiError('BAD_REQUEST', `The header "${header}" and the field "${field}" differ.`);
    }
    given[field] = value;
  }
  refuse(judgeOf(taskRequestSchema)(given), '', 'The request is not a valid task request');
  return pickFields(given) as unknown as PostedTask;
}

async function readJson(c: Context): Promise<JsonValue> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^application\/([a-z.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', `The content type must be application/json, but is "${type}".`);
  }
  return readJsonBody(c);
}

/** What Tasker does not know it ignores. */
function pickFields(given: JsonObject): JsonObject {
  const known = [...Object.keys(taskRequestSchema.properties as JsonObject), 'options'];
  return Object.fromEntries(Object.entries(given).filter(([field]) => known.includes(field)));
}
