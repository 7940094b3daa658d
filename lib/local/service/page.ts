import { AwsError } from '../base/api/aws-error.ts';

/** Results of a call that names no number, or 0. */
const DEFAULT_RESULTS = 100;

/** Which part of a list a request asks for. */
export interface PageRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** A part of a list, and the token for the next one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * Cuts a page out of a list. `keyOf` tells where an item stands, so that a token holds while items come and go;
 * `isAfter` whether an item comes after that place. A token is good for the list of its `scope` only.
 */
export function cutPage<T>(
  list: Iterable<T>,
  { maxResults = 0, nextToken }: PageRequest,
  scope: string,
  keyOf: (item: T) => string | number,
  isAfter: (item: T, key: string | number) => boolean,
): Page<T> {
  const limit = maxResults === 0 ? DEFAULT_RESULTS : maxResults;
  const start = nextToken === undefined ? undefined : readToken(nextToken, scope);
  const items: T[] = [];
  for (const item of list) {
    if (start !== undefined && !isAfter(item, start)) continue;
    const last = items.at(-1);
    if (items.length === limit && last !== undefined) return { items, nextToken: writeToken(scope, keyOf(last)) };
    items.push(item);
  }
  return { items };
}

function writeToken(scope: string, key: string | number): string {
  return Buffer.from(JSON.stringify([scope, key])).toString('base64url');
}

function readToken(token: string, scope: string): string | number {
  try {
    const [of, key] = JSON.parse(Buffer.from(token, 'base64url').toString()) as readonly unknown[];
    if (of === scope && (typeof key === 'string' || typeof key === 'number')) return key;
  } catch {
    // Not one of ours: said below.
  }
  throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}
