import type { Context } from 'hono';
import { InexactJsonError, parseExactJson } from '../contract/parse-exact-json.ts';
import { whyNotJson, type JsonValue } from '../json.ts';
import { ApiError } from './api-error.ts';

/** Reads the body of a request as JSON that is kept as it is. */
export async function readJsonBody(c: Context): Promise<JsonValue> {
  try {
    return parseExactJson(await c.req.text());
  } catch (error) {
    if (error instanceof InexactJsonError) {
      const details = error.path === '' ? [] : [{ path: error.path, message: error.message }];
      throw new ApiError('BAD_REQUEST', error.message, details);
    }
    throw new ApiError('JSON_ERROR', `The body is not valid JSON: ${whyNotJson(error)}.`);
  }
}
