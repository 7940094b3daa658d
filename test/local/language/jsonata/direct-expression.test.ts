import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../lib/local/base/random.ts';
import { parseData, printData } from '../../../../lib/local/base/json-text.ts';
import { virtualClock } from '../../../../lib/local/index.ts';
import { compileExpression } from '../../../../lib/local/language/jsonata/compile-expression.ts';
import { evaluateExpression } from '../../../../lib/local/language/jsonata/evaluate-expression.ts';

const engine = { random: seededRandom(0), clock: virtualClock() };

/** What an expression gives, or the error. */
async function evaluate(expression: string, input: unknown, variable: unknown): Promise<string> {
  const frame = {
    states: { input: () => input as never, context: () => ({ Execution: { Id: 'x' } }) },
    variable: (name: string) => (name === 'v' ? (variable as never) : undefined),
    engine,
  };
  try {
    return printData(await evaluateExpression(expression, 'Output', frame));
  } catch (error) {
    return (error as Error).message.replaceAll(expression, '…');
  }
}

const name = fc.constantFrom('a', 'b', 'constructor', '__proto__', '2', '1');
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'null',
      'true',
      '"text"',
      '""',
      '5',
      '1.0',
      '0.00001',
      '12345678901234567890',
      '9007199254740993',
      '1e300',
    ),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(name, tie('value')), { maxLength: 4, selector: ([key]) => key })
      .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${String(value)}`).join(',')}}`),
  ),
})).value;
const path = fc
  .tuple(fc.constantFrom('$states.input', '$v', '$states.context', '$states', '$w'), fc.array(name, { maxLength: 3 }))
  .map(([root, names]) => [root, ...names.map((each) => `\`${each}\``)].join('.'));
const leaf = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 1, arbitrary: fc.constantFrom('"x"', '-1.5', 'null', 'false', '1e-7', '12345678901234567') },
);
const expression = fc.oneof(
  leaf,
  fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c', '1'), leaf), { minLength: 1, maxLength: 3 })
    .map((members) => `{${members.map(([key, value]) => `"${key}": ${value}`).join(', ')}}`),
);

describe('a direct expression', () => {
  it('gives what the library gives', async () => {
    let direct = 0;
    await fc.assert(
      fc.asyncProperty(expression, json, json, async (text, input, variable) => {
        if (compileExpression(text).direct !== undefined) direct += 1;
        const data = [parseData(input), parseData(variable)] as const;
        // Parentheses make it a block, which the library evaluates.
        const block = `(${text})`;
        expect(compileExpression(block).direct).toBeUndefined();
        expect(await evaluate(text, ...data)).toBe(await evaluate(block, ...data));
      }),
      { numRuns: 2000 },
    );
    expect(direct).toBeGreaterThan(1000);
  }, 300_000);

  it.each([
    '$states.input.a[0]',
    '$states.input.a[]',
    '$states.input.a.$string()',
    '$states.input.*',
    '$states.input.a ~> $sum',
    '$states.input.a.(b)',
    '{"a": 1}.a',
    '{"a": 1, "a": 2}',
    '$states.input{a: b}',
    '$',
    'a',
  ])('is not made of %s', (text) => {
    expect(compileExpression(text).direct).toBeUndefined();
  });
});
