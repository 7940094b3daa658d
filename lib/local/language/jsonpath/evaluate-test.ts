import type { JsonValue } from '../../../json.ts';
import type { Operand, Operator, Path, Test } from './path.ts';
import { numberOf } from '../../base/exact-number.ts';

/** Reads a path from the item that a filter asks about (`@`), or from the root (`$`). */
type Read = (from: '@' | '$', path: Path) => JsonValue | undefined;

/** Whether a filter's condition holds for an item. */
export function holds(test: Test, read: Read): boolean {
  switch (test.kind) {
    case 'and':
      return holds(test.left, read) && holds(test.right, read);
    case 'or':
      return holds(test.left, read) || holds(test.right, read);
    case 'not':
      return !holds(test.test, read);
    case 'exists':
      return valueOf(test.operand, read) !== undefined;
    case 'compare':
      return compare(test.operator, valueOf(test.left, read), valueOf(test.right, read));
  }
}

function valueOf(operand: Operand, read: Read): unknown {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'pattern':
      return operand.pattern;
    case 'path':
      return read(operand.from, operand.path);
  }
}

function compare(operator: Operator, leftValue: unknown, rightValue: unknown): boolean {
  const [left, right] = [numberOf(leftValue) ?? leftValue, numberOf(rightValue) ?? rightValue];
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<':
      return ordered(left, right, (a, b) => a < b);
    case '<=':
      return ordered(left, right, (a, b) => a <= b);
    case '>':
      return ordered(left, right, (a, b) => a > b);
    case '>=':
      return ordered(left, right, (a, b) => a >= b);
    case '=~':
      return typeof left === 'string' && right instanceof RegExp && right.test(left);
    case 'in':
      return Array.isArray(right) && right.some((item) => isEqual(left, item));
    case 'nin':
      return Array.isArray(right) && !right.some((item) => isEqual(left, item));
    case 'size':
      return (Array.isArray(left) || typeof left === 'string') && left.length === right;
    case 'empty':
      return (Array.isArray(left) || typeof left === 'string') && (left.length === 0) === right;
  }
}

/** Numbers have an order, and strings have one; other pairs compare as false. */
function ordered(left: unknown, right: unknown, test: (a: number | string, b: number | string) => boolean): boolean {
  if (typeof left === 'number' && typeof right === 'number') return test(left, right);
  return typeof left === 'string' && typeof right === 'string' && test(left, right);
}

/** Equality of filters: a number equals the string that spells it. */
function isEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'string') return isSpelled(left, right);
  if (typeof left === 'string' && typeof right === 'number') return isSpelled(right, left);
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  return JSON.stringify(left) === JSON.stringify(right);
}

function isSpelled(number: number, text: string): boolean {
  return text.trim() !== '' && Number(text) === number;
}
