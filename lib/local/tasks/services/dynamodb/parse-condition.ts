import { requireBounds, requireDistinct, requirePath, requireType, typeName } from './check-operands.ts';
import type { Comparator, Condition, Operand } from './expression.ts';
import { ExpressionReader } from './expression-reader.ts';
import type { Placeholders } from './placeholders.ts';

const COMPARATORS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='];
/** The most operands of IN. */
const MOST_CHOICES = 100;

/** How many operands each function of conditions takes. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
]);

/** Reads a condition. Throws what DynamoDB says of one that it does not accept. */
export function parseCondition(field: string, text: string, placeholders: Placeholders): Condition {
  const reader = new ExpressionReader(field, text, placeholders);
  const condition = parseOr(reader);
  if (!reader.done) throw reader.syntaxError();
  return condition;
}

function parseOr(reader: ExpressionReader): Condition {
  let left = parseAnd(reader);
  while (reader.skip('OR')) left = { kind: 'or', left, right: parseAnd(reader) };
  return left;
}

function parseAnd(reader: ExpressionReader): Condition {
  let left = parseNot(reader);
  while (reader.skip('AND')) left = { kind: 'and', left, right: parseNot(reader) };
  return left;
}

function parseNot(reader: ExpressionReader): Condition {
  if (reader.skip('NOT')) return { kind: 'not', condition: parseNot(reader) };
  if (reader.skip('(')) {
    const condition = parseOr(reader);
    reader.expect(')');
    return condition;
  }
  return parseTest(reader);
}

function parseTest(reader: ExpressionReader): Condition {
  if (reader.atCall && reader.peek() !== 'size') return parseFunction(reader);
  const operand = parseOperand(reader);
  if (reader.skip('BETWEEN')) return parseBetween(reader, operand);
  if (reader.skip('IN')) {
    reader.expect('(');
    const choices = reader.list(() => parseOperand(reader));
    reader.expect(')');
    if (choices.length > MOST_CHOICES) {
      throw reader.mistake(
        `The IN operator is provided with too many operands; number of operands: ${String(choices.length)}`,
      );
    }
    return { kind: 'in', operand, choices };
  }
  if (!COMPARATORS.includes(reader.peek())) throw reader.syntaxError();
  const comparator = reader.take() as Comparator;
  const right = parseOperand(reader);
  if (comparator !== '=' && comparator !== '<>') {
    for (const side of [operand, right]) requireType(reader, comparator, side, ['S', 'N', 'B']);
  }
  requireDistinct(reader, comparator, operand, right);
  return { kind: 'compare', comparator, left: operand, right };
}

function parseBetween(reader: ExpressionReader, operand: Operand): Condition {
  const lower = parseOperand(reader);
  reader.expect('AND');
  const upper = parseOperand(reader);
  for (const side of [operand, lower, upper]) requireType(reader, 'BETWEEN', side, ['S', 'N', 'B']);
  requireBounds(reader, lower, upper);
  return { kind: 'between', operand, lower, upper };
}

function parseOperand(reader: ExpressionReader): Operand {
  if (reader.atCall) {
    const name = reader.peek();
    if (name === 'size') return { kind: 'size', of: parseArguments(reader)[0] };
    throw reader.mistake(
      FUNCTIONS.has(name)
        ? `The function is not allowed to be used this way in an expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  const value = reader.value();
  return value === undefined ? { kind: 'path', path: reader.path() } : { kind: 'value', value };
}

function parseFunction(reader: ExpressionReader): Condition {
  const name = reader.peek();
  const [first, second = first] = parseArguments(reader);
  switch (name) {
    case 'attribute_exists':
      return { kind: 'exists', path: requirePath(reader, name, first) };
    case 'attribute_not_exists':
      return { kind: 'not', condition: { kind: 'exists', path: requirePath(reader, name, first) } };
    case 'attribute_type':
      return { kind: 'type', path: requirePath(reader, name, first), type: typeName(reader, second) };
    case 'begins_with':
      for (const side of [first, second]) requireType(reader, name, side, ['S', 'B']);
      requireDistinct(reader, name, first, second);
      return { kind: name, left: first, right: second };
    default:
      requireDistinct(reader, 'contains', first, second);
      return { kind: 'contains', left: first, right: second };
  }
}

/** The operands of a function, as many as it takes. */
function parseArguments(reader: ExpressionReader): readonly [Operand, ...Operand[]] {
  const name = reader.take();
  const count = FUNCTIONS.get(name);
  if (count === undefined) {
    throw reader.mistake(
      name === 'if_not_exists' || name === 'list_append'
        ? `The function is not allowed in a condition expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  reader.expect('(');
  const [first, ...more] = reader.list(() => parseOperand(reader));
  reader.expect(')');
  if (first === undefined || more.length + 1 !== count) {
    throw reader.mistake(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${String(more.length + 1)}`,
    );
  }
  return [first, ...more];
}
