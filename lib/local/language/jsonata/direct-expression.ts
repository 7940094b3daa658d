import { isArray, isObject } from '../../base/data.ts';
import type { JsonValue } from '../../../json.ts';
import { setMember } from './functions.ts';

/** Where a direct expression reads from. */
export interface Source {
  /** The value of a name with a dollar sign, as far as `name` leads into it; undefined where there is none. */
  read(variable: string, path: readonly string[]): unknown;
}

/** The value of an expression; undefined where the library must be asked. */
export type DirectExpression = (source: Source) => unknown;

/**
 * Evaluates the simplest expressions, which most are, without the library, whose every step is a promise: names along objects
 * (`$states.input.order.id`), texts, numbers, and objects made of them. Undefined for all others. What is found in no simple way, such
 * as through a list, or not at all, is left to the library.
 */
export function directExpression(tree: unknown): DirectExpression | undefined {
  if (!isNode(tree)) return undefined;
  switch (tree.type) {
    case 'string':
    case 'number':
    case 'value':
      return has(tree, 'type', 'value', 'position') ? () => tree.value : undefined;
    case 'variable':
      return pathOf([tree]);
    case 'path':
      return has(tree, 'type', 'steps') && Array.isArray(tree.steps) ? pathOf(tree.steps) : undefined;
    case 'unary':
      return tree.value === '{' && has(tree, 'type', 'value', 'position', 'lhs') ? objectOf(tree.lhs) : undefined;
    default:
      return undefined;
  }
}

interface Node {
  readonly type: unknown;
  readonly value?: unknown;
  readonly steps?: unknown;
  readonly lhs?: unknown;
}

function isNode(tree: unknown): tree is Node {
  return typeof tree === 'object' && tree !== null && 'type' in tree;
}

/** Whether a node has these members and no others: filters, groups and all else that changes what it means are members, too. */
function has(node: Node, ...names: readonly string[]): boolean {
  return Object.keys(node).every((name) => names.includes(name));
}

function pathOf([first, ...rest]: readonly unknown[]): DirectExpression | undefined {
  const variable = nameOf(first, 'variable');
  const names = rest.map((step) => nameOf(step, 'name'));
  if (variable === undefined || variable === '' || names.includes(undefined)) return undefined;
  const path = names.filter((name) => name !== undefined);
  return (source) => source.read(variable, path);
}

function nameOf(step: unknown, type: 'variable' | 'name'): string | undefined {
  if (!isNode(step) || step.type !== type || !has(step, 'type', 'value', 'position')) return undefined;
  return typeof step.value === 'string' ? step.value : undefined;
}

function objectOf(pairs: unknown): DirectExpression | undefined {
  if (!Array.isArray(pairs)) return undefined;
  const members: [string, DirectExpression][] = [];
  for (const pair of pairs as readonly unknown[]) {
    const [key, value] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const member = directExpression(value);
    if (member === undefined || !isNode(key) || key.type !== 'string' || typeof key.value !== 'string')
      return undefined;
    members.push([key.value, member]);
  }
  // Of two members of a name the library says that they are a mistake.
  if (new Set(members.map(([key]) => key)).size < members.length) return undefined;
  return (source) => {
    const object: Record<string, unknown> = {};
    for (const [key, read] of members) {
      const value = read(source);
      if (value === undefined) return undefined;
      setMember(object, key, value);
    }
    return object;
  };
}

/** What names lead to, from object to object; undefined where anything else is on the way, or nothing at the end. */
export function alongNames(value: JsonValue | undefined, names: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const name of names) {
    if (!isObject(found) || isArray(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}
