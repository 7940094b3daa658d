import type { Attribute, Item } from './attribute.ts';
import { beginsWith, compareAttributes, contains, isSame, sizeOf } from './compare-attributes.ts';
import { valueAt } from './document-path.ts';
import type { Comparator, Condition, Operand } from './expression.ts';

/** Whether a condition holds for an item; an item that does not exist has no attributes. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.condition, item);
    case 'compare':
      return compare(condition.comparator, read(condition.left, item), read(condition.right, item));
    case 'between': {
      const operand = read(condition.operand, item);
      return compare('>=', operand, read(condition.lower, item)) && compare('<=', operand, read(condition.upper, item));
    }
    case 'in': {
      const operand = read(condition.operand, item);
      return condition.choices.some((choice) => compare('=', operand, read(choice, item)));
    }
    case 'exists':
      return valueAt(condition.path, item) !== undefined;
    case 'type':
      return valueAt(condition.path, item)?.kind === condition.type;
    case 'begins_with':
    case 'contains': {
      const [left, right] = [read(condition.left, item), read(condition.right, item)];
      if (left === undefined || right === undefined) return false;
      return condition.kind === 'contains' ? contains(left, right) : beginsWith(left, right);
    }
  }
}

/** The value of an operand; undefined when there is none. */
export function read(operand: Operand, item: Item): Attribute | undefined {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return valueAt(operand.path, item);
    case 'size': {
      const of = read(operand.of, item);
      const size = of === undefined ? undefined : sizeOf(of);
      return size === undefined ? undefined : { kind: 'N', value: String(size) };
    }
  }
}

/** What does not exist, or has another type, is unequal, and neither less nor greater. */
function compare(comparator: Comparator, left: Attribute | undefined, right: Attribute | undefined): boolean {
  if (comparator === '<>') return !compare('=', left, right);
  if (left === undefined || right === undefined) return false;
  if (comparator === '=') return isSame(left, right);
  const order = compareAttributes(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
