import type { Attribute, AttributeType } from './attribute.ts';
import { compareAttributes } from './compare-attributes.ts';
import type { DocumentPath, Operand } from './expression.ts';
import type { ExpressionReader } from './expression-reader.ts';

const TYPES: readonly AttributeType[] = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];

/** The path that an operand is. */
export function requirePath(reader: ExpressionReader, name: string, operand: Operand): DocumentPath {
  if (operand.kind === 'path') return operand.path;
  throw reader.mistake(`Operator or function requires a document path; operator or function: ${name}`);
}

/** Values have a type at once; what a path leads to is only known when there is an item. */
export function requireType(
  reader: ExpressionReader,
  name: string,
  operand: Operand,
  types: readonly AttributeType[],
): void {
  if (operand.kind !== 'value' || types.includes(operand.value.kind)) return;
  throw reader.mistake(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${operand.value.kind}`,
  );
}

/** A path is not compared with itself. */
export function requireDistinct(reader: ExpressionReader, name: string, left: Operand, right: Operand): void {
  if (left.kind !== 'path' || right.kind !== 'path' || pathText(left.path) !== pathText(right.path)) return;
  throw reader.mistake(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${pathText(left.path)}`,
  );
}

/** The type that `attribute_type` asks for. */
export function typeName(reader: ExpressionReader, operand: Operand): string {
  requireType(reader, 'attribute_type', operand, ['S']);
  const name = operand.kind === 'value' && operand.value.kind === 'S' ? operand.value.value : undefined;
  if (name === undefined) {
    throw reader.mistake(
      'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: PATH',
    );
  }
  if (TYPES.some((type) => type === name)) return name;
  throw reader.mistake(`Invalid attribute type name found; type: ${name}, valid types: {${TYPES.join(',')}}`);
}

/** The bounds of BETWEEN that are known are of one type, and in order. */
export function requireBounds(reader: ExpressionReader, lower: Operand, upper: Operand): void {
  if (lower.kind !== 'value' || upper.kind !== 'value') return;
  const bounds = `lower bound operand: ${describe(lower.value)}, upper bound operand: ${describe(upper.value)}`;
  const order = compareAttributes(lower.value, upper.value);
  if (order === undefined) {
    throw reader.mistake(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  }
  if (order > 0) {
    throw reader.mistake(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

/** A path as DynamoDB writes it in messages. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((key) => (typeof key === 'number' ? `[${String(key)}]` : key)).join(', ')}]`;
}

function describe(value: Attribute): string {
  const content = 'value' in value ? String(value.value) : value.kind === 'NULL' ? 'true' : '…';
  return `AttributeValue: {${value.kind}:${content}}`;
}
