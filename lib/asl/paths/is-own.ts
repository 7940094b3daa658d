import { jsonataText } from './jsonata-text.ts';

/**
 * Whether a member `$v` of a container, called `$k`, is an entry or a container of entries, in JSONata: what steps received are copies, which
 * may be older.
 *
 * @param received What names of members begin with that hold those.
 */
export function isOwn(received: string | undefined): string {
  const isObject = "$type($v)='object'";
  return received === undefined
    ? isObject
    : `${isObject} and $substring($k,0,${received.length})!=${jsonataText(received)}`;
}
