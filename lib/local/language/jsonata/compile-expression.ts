import type { Expression } from 'jsonata';
import { evaluateInOrder, hasMembers } from './evaluate-in-order.ts';
import type { DirectExpression } from './direct-expression.ts';
import { directExpression } from './direct-expression.ts';
import { addFunctions } from './functions.ts';
import { loadJsonata } from './load-jsonata.ts';
import { exactLiterals } from './literals.ts';

/**
 * How long an evaluation may take, in ms of its own time. AWS documents one second of its machines; this is more, so that what
 * AWS has time for is not refused here, where a machine may be slower.
 */
const LONGEST_EVALUATION = 3_000;

let begun = { time: 0, cpu: process.cpuUsage() };

/** The time that an evaluation may take counts from here. There is one evaluation at a time. */
export function beginEvaluation(): void {
  begun = { time: performance.now(), cpu: process.cpuUsage() };
}

/** Bounds of an evaluation: how deep it may go, and how many items a sequence may have. Both are AWS's. */
const BOUNDS = {
  stack: 100,
  sequence: 873_782,
  /** Asked for by the library at each step. Time in which the machine was busy with something else does not count. */
  get timeout(): number {
    const wall = performance.now() - begun.time;
    if (wall <= LONGEST_EVALUATION) return LONGEST_EVALUATION;
    const { user, system } = process.cpuUsage(begun.cpu);
    return LONGEST_EVALUATION + Math.max(0, wall - (user + system) / 1000);
  },
};

/** A parsed expression, and the names with a dollar sign in it. */
export interface Compiled {
  readonly expression: Expression;
  readonly names: ReadonlySet<string>;
  /** The same without the library, where it is simple. */
  readonly direct: DirectExpression | undefined;
  /** Whole numbers in it that the library cannot hold, by the doubles that stand for them. */
  readonly literals: ReadonlyMap<number, string>;
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
  const { expression, literals } = parse(text, BOUNDS.stack);
  const names = new Set(Array.from(text.matchAll(/\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu), ([, name]) => name ?? ''));
  const compiled = { expression, names, literals, direct: directExpression(expression.ast()) };
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, compiled);
  return compiled;
}

/**
 * An expression that went too deep in the library's own count, to be evaluated once more with a true one, which takes longer.
 * Undefined where both counts are the same.
 */
export function recompileInOrder(text: string): Expression | undefined {
  const { expression } = parse(text, 0);
  if (!hasMembers(expression)) return undefined;
  evaluateInOrder(expression, BOUNDS.stack);
  return expression;
}

function parse(text: string, stack: number): Pick<Compiled, 'expression' | 'literals'> {
  const expression = loadJsonata()(text, Object.create(BOUNDS, { stack: { value: stack } }) as typeof BOUNDS);
  addFunctions(expression);
  return { expression, literals: exactLiterals(text, expression.ast()) };
}
