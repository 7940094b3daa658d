import { Numbers } from './numbers.ts';

/**
 * Whole numbers beyond 2^53 that an expression itself holds, by the doubles that stand for them. Takes the tree of
 * `expression.ast()`, and puts these doubles in it.
 */
export function exactLiterals(text: string, ast: unknown): ReadonlyMap<number, string> {
  const numbers = new Numbers();
  const found = new Map<number, string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const literal = node as { type?: unknown; value?: unknown; position?: unknown };
    const { type, value, position } = literal;
    if (
      type === 'number' &&
      typeof value === 'number' &&
      typeof position === 'number' &&
      !Number.isSafeInteger(value)
    ) {
      // The position is where the digits end.
      const digits = /(?:^|[^\d.eE+-])-?(\d+)$/.exec(text.slice(0, position))?.[1];
      const whole = digits === undefined ? undefined : BigInt(digits) * (value < 0 ? -1n : 1n);
      if (whole !== undefined && BigInt.asIntN(64, whole) === whole) {
        literal.value = numbers.take(String(whole));
        found.set(literal.value as number, String(whole));
      }
    }
    for (const part of Object.values(node)) visit(part);
  };
  visit(ast);
  return found;
}
