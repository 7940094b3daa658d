import type { Attribute, Item } from './attribute.ts';
import { readNumber } from './attribute.ts';
import { addDecimals, formatDecimal, negateDecimal, parseDecimal } from './decimal.ts';
import { valueAt, withValueAt } from './document-path.ts';
import { invalid } from './dynamodb-error.ts';
import { read } from './evaluate-condition.ts';
import type { Change, DocumentPath, NewValue } from './expression.ts';

/** The item after an update. All values are read from the item as it was before. Throws what DynamoDB says of a mistake. */
export function applyUpdate(changes: readonly Change[], before: Item): Item {
  const settled = changes.map((change) => ({ path: change.path, value: valueAfter(change, before) }));
  // Elements leave a list last, and those behind first: until then their places are those of the item before.
  const removals = settled.filter(({ value }) => value === undefined).sort((a, b) => comparePaths(b.path, a.path));
  return [...settled.filter(({ value }) => value !== undefined), ...removals].reduce((item, { path, value }) => {
    const after = withValueAt(path, item, value);
    if (after !== undefined) return after;
    throw invalid('The document path provided in the update expression is invalid for update');
  }, before);
}

/** What is at the path of a change when it is done; undefined for nothing. */
function valueAfter(change: Change, item: Item): Attribute | undefined {
  switch (change.kind) {
    case 'SET':
      return newValue(change.value, item);
    case 'REMOVE':
      return undefined;
    case 'ADD':
      return added(valueAt(change.path, item), change.value);
    case 'DELETE':
      return withoutElements(valueAt(change.path, item), change.value);
  }
}

function newValue(source: NewValue, item: Item): Attribute {
  switch (source.kind) {
    case 'if_not_exists':
      return valueAt(source.path, item) ?? newValue(source.otherwise, item);
    case 'list_append': {
      const [left, right] = [newValue(source.left, item), newValue(source.right, item)];
      if (left.kind !== 'L' || right.kind !== 'L') throw wrongType();
      return { kind: 'L', values: [...left.values, ...right.values] };
    }
    case '+':
      return sum(newValue(source.left, item), newValue(source.right, item));
    case '-':
      return sum(newValue(source.left, item), newValue(source.right, item), true);
    default: {
      const value = read(source, item);
      if (value !== undefined) return value;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
  }
}

function added(before: Attribute | undefined, value: Attribute): Attribute {
  if (before === undefined) return value;
  if (before.kind === 'N') return sum(before, value);
  if (isSet(before) && isSet(value) && before.kind === value.kind) {
    return { kind: before.kind, values: [...new Set([...before.values, ...value.values])] };
  }
  throw wrongType();
}

/** A set without the elements of another one; an empty set is no value at all. */
function withoutElements(before: Attribute | undefined, value: Attribute): Attribute | undefined {
  if (before === undefined) return undefined;
  if (!isSet(before) || !isSet(value) || before.kind !== value.kind) throw wrongType();
  const values = before.values.filter((element) => !value.values.includes(element));
  return values.length === 0 ? undefined : { kind: before.kind, values };
}

function sum(a: Attribute, b: Attribute, isDifference = false): Attribute {
  const left = a.kind === 'N' ? parseDecimal(a.value) : undefined;
  const right = b.kind === 'N' ? parseDecimal(b.value) : undefined;
  if (left === undefined || right === undefined) throw wrongType();
  const result = addDecimals(left, isDifference ? negateDecimal(right) : right);
  return { kind: 'N', value: readNumber(formatDecimal(result)) };
}

type SetAttribute = Extract<Attribute, { readonly kind: 'SS' | 'NS' | 'BS' }>;

function isSet(value: Attribute): value is SetAttribute {
  return value.kind === 'SS' || value.kind === 'NS' || value.kind === 'BS';
}

function wrongType() {
  return invalid('An operand in the update expression has an incorrect data type');
}

function comparePaths(a: DocumentPath, b: DocumentPath): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  const [left, right] = [a[at] ?? '', b[at] ?? ''];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
