import type { Expression } from 'jsonata';
import { addFunctions } from './functions.ts';
import { loadJsonata } from './load-jsonata.ts';

/**
 * Bounds of an evaluation, so that no expression runs for ever; `timeout` in ms of wall time. AWS has such bounds; their
 * values are not known.
 */
const BOUNDS = { timeout: 3_000, stack: 500, sequence: 500_000 };

/** A parsed expression, and the names with a dollar sign in it. */
export interface Compiled {
  readonly expression: Expression;
  readonly names: ReadonlySet<string>;
}

const cache = new Map<string, Compiled>();
/** Expressions come from definitions, so there are few; a server that sees many starts over. */
const CACHE_SIZE = 10_000;

/** The expression in a text such as `{% $states.input.id %}`; undefined for texts that hold none. */
export function expressionIn(text: string): string | undefined {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}') ? text.slice(2, -2).trim() : undefined;
}

/** Parses an expression. Throws a `JsonataError`. */
export function compileExpression(text: string): Compiled {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const expression = loadJsonata()(text, BOUNDS);
  addFunctions(expression);
  const names = new Set(Array.from(text.matchAll(/\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu), ([, name]) => name ?? ''));
  const compiled = { expression, names };
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, compiled);
  return compiled;
}
