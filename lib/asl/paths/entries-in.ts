import { jsonataText } from './jsonata-text.ts';

/** What lies in a container: entries, and containers of groups and of branches, which hold such ones in turn. */
export interface Contained {
  /** So many containers lie in one another, at most. */
  readonly levels: number;
  /** What names of members begin with that hold what steps received: copies of entries, which may be older. */
  readonly received?: string | undefined;
}

/** Tells the entry of a step that completed or was skipped: a list does, and `$v.after` would be nothing where it is empty. */
export const IS_SETTLED = "$type($lookup($v,'after'))='array'";

/**
 * The entries in a container, at any depth, in JSONata: a list of objects with one entry each, by the step's name. Each round opens the
 * containers that the one before has found. A function that called itself would end early, since containers lie in one another as deep as groups do.
 *
 * @param isEntry What tells an entry `$v` from a container.
 */
export function entriesIn(container: string, { levels, received }: Contained, isEntry: string): string {
  const isCopy = received === undefined ? '' : ` and $substring($k,0,${received.length})!=${jsonataText(received)}`;
  const inside = `${isEntry}?{'e':{$k:$v}}:$type($v)='object'${isCopy}?{'c':$v}`;
  const round = `$m:=$a.c.$each(function($v,$k){${inside}});{'c':$m.c,'e':$append($a.e,$m.e)}`;
  return `$reduce([1..${levels}],function($a,$i){(${round})},{'c':${container}}).e`;
}
