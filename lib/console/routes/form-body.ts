import type { Context } from 'hono';
import { TaskerClientError } from '../../client/index.ts';

/** What a form has sent: the fields by name. */
export async function bodyOf(c: Context): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null) return body as Readonly<Record<string, unknown>>;
  throw new TaskerClientError('BAD_REQUEST', 'The body must be a JSON object.');
}

/** A field, as text; empty where there is none. */
export function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' ? value : '';
}
