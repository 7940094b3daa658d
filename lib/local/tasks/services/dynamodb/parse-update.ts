import type { Attribute, AttributeType } from './attribute.ts';
import { pathText } from './check-operands.ts';
import type { Change, DocumentPath, NewValue } from './expression.ts';
import { ExpressionReader } from './expression-reader.ts';
import type { Placeholders } from './placeholders.ts';

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/** How the messages of update expressions name the types. */
const TYPE_NAMES: Readonly<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
};

/** Reads an update expression. Throws what DynamoDB says of one that it does not accept. */
export function parseUpdate(text: string, placeholders: Placeholders): readonly Change[] {
  const reader = new ExpressionReader('UpdateExpression', text, placeholders);
  const seen = new Set<string>();
  const changes: Change[] = [];
  while (!reader.done) {
    const section = SECTIONS.find((name) => reader.skip(name));
    if (section === undefined) throw reader.syntaxError();
    if (seen.has(section)) {
      throw reader.mistake(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    changes.push(...reader.list(() => parseChange(reader, section)));
  }
  refuseOverlaps(reader, changes);
  return changes;
}

function parseChange(reader: ExpressionReader, section: (typeof SECTIONS)[number]): Change {
  const path = reader.path();
  switch (section) {
    case 'SET':
      reader.expect('=');
      return { kind: section, path, value: parseNewValue(reader) };
    case 'REMOVE':
      return { kind: section, path };
    case 'ADD':
    case 'DELETE':
      return { kind: section, path, value: parseOperand(reader, section) };
  }
}

/** The value that ADD or DELETE works with. */
function parseOperand(reader: ExpressionReader, section: 'ADD' | 'DELETE'): Attribute {
  const value = reader.value();
  if (value === undefined) throw reader.syntaxError();
  const allowed: readonly AttributeType[] = section === 'ADD' ? ['N', 'SS', 'NS', 'BS'] : ['SS', 'NS', 'BS'];
  if (allowed.includes(value.kind)) return value;
  throw reader.mistake(
    `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_NAMES[value.kind]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
  );
}

function parseNewValue(reader: ExpressionReader): NewValue {
  const left = parseTerm(reader);
  const sign = (['+', '-'] as const).find((each) => reader.skip(each));
  if (sign === undefined) return left;
  const right = parseTerm(reader);
  for (const side of [left, right]) requireType(reader, sign, side, 'N');
  return { kind: sign, left, right };
}

function parseTerm(reader: ExpressionReader): NewValue {
  if (!reader.atCall) {
    const value = reader.value();
    return value === undefined ? { kind: 'path', path: reader.path() } : { kind: 'value', value };
  }
  const name = reader.take();
  reader.expect('(');
  const operands = reader.list(() => parseTerm(reader));
  reader.expect(')');
  if (name !== 'if_not_exists' && name !== 'list_append') {
    const isOfConditions = /^(attribute_(not_)?exists|attribute_type|begins_with|contains|size)$/.test(name);
    throw reader.mistake(
      isOfConditions
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length > 2) {
    throw reader.mistake(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${String(operands.length)}`,
    );
  }
  if (name === 'list_append') {
    for (const side of [left, right]) requireType(reader, name, side, 'L');
    return { kind: name, left, right };
  }
  if (left.kind === 'path') return { kind: name, path: left.path, otherwise: right };
  throw reader.mistake(`Operator or function requires a document path; operator or function: ${name}`);
}

function requireType(reader: ExpressionReader, name: string, side: NewValue, type: AttributeType): void {
  if (side.kind !== 'value' || side.value.kind === type) return;
  throw reader.mistake(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${side.value.kind}`,
  );
}

function refuseOverlaps(reader: ExpressionReader, changes: readonly Change[]): void {
  for (const [index, { path }] of changes.entries()) {
    const other = changes.slice(0, index).find((earlier) => overlap(earlier.path, path));
    if (other === undefined) continue;
    throw reader.mistake(
      `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${pathText(other.path)}, path two: ${pathText(path)}`,
    );
  }
}

/** Whether one path is the other one, or leads to a place within it. */
function overlap(a: DocumentPath, b: DocumentPath): boolean {
  return a.slice(0, b.length).every((key, index) => key === b[index]);
}
