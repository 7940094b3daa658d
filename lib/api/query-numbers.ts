import type { Context } from 'hono';

/** The numbers that a query names; what is no number is NaN, which whoever takes it refuses. */
export function numbersIn<Name extends string>(c: Context, ...names: readonly Name[]): Partial<Record<Name, number>> {
  const given = names.flatMap((name) => {
    const text = c.req.query(name);
    return text === undefined ? [] : [[name, text.trim() === '' ? NaN : Number(text)] as const];
  });
  return Object.fromEntries(given) as Partial<Record<Name, number>>;
}
