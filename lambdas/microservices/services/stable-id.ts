import { createHash } from 'node:crypto';

/** The same id for the same thing, such as `usr_5f2…`: a repeated call makes nothing twice, even in another process. */
export function stableId(prefix: string, thing: string): string {
  return `${prefix}_${createHash('sha256').update(thing).digest('hex').slice(0, 24)}`;
}
