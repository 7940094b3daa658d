import type { Expression } from 'jsonata';

/** Called by the library when it begins to evaluate a node of the tree, and waited for. */
const ENTRY = Symbol.for('jsonata.__evaluate_entry');
/** Called by the library when it has evaluated a node. */
const EXIT = Symbol.for('jsonata.__evaluate_exit');

/** An evaluation of a node that is under way. */
interface Step {
  /** Lets the next member of the list or object begin. */
  readonly end: (() => void) | undefined;
}

/**
 * Makes an expression evaluate the members of each list and object one after the other, and fail where it goes deeper than
 * `deepest`. The library begins all members at once, and its own count takes each that waits for a step deeper: a list of
 * a hundred members looks like a recursion.
 */
export function evaluateInOrder(expression: Expression, deepest: number): void {
  const members = membersOf(expression.ast());
  const steps: Step[] = [];
  /** The end of the member before, while the members of a list or an object begin. */
  let before: Promise<void> | undefined;
  const enter = async (node: unknown): Promise<void> => {
    if (members.has(node)) {
      const turn = before;
      let end: (() => void) | undefined;
      before = new Promise((resolve) => (end = resolve));
      // All members begin before anything else can happen.
      if (turn === undefined) queueMicrotask(() => (before = undefined));
      else await turn;
      steps.push({ end });
    } else {
      steps.push({ end: undefined });
    }
    if (steps.length > deepest) throw Object.assign(new Error('The expression goes too deep.'), { code: 'D1011' });
  };
  // The library's types know no names that are symbols.
  const scope: { assign(name: string | symbol, value: unknown): void } = expression;
  scope.assign(ENTRY, enter);
  scope.assign(EXIT, () => steps.pop()?.end?.());
}

/** Whether an expression makes lists or objects whose members the library evaluates at once. */
export function hasMembers(expression: Expression): boolean {
  return membersOf(expression.ast()).size > 0;
}

/** The members of the lists and objects that a tree makes. */
function membersOf(tree: unknown, found = new Set<unknown>()): ReadonlySet<unknown> {
  if (typeof tree !== 'object' || tree === null) return found;
  const { type, value, expressions, lhs } = tree as Readonly<Record<string, unknown>>;
  if (type === 'unary' && value === '[' && Array.isArray(expressions)) {
    for (const member of expressions) found.add(member);
  }
  // Of an object: pairs of a key and a value.
  if (Array.isArray(lhs)) for (const [, member] of lhs as readonly (readonly unknown[])[]) found.add(member);
  for (const part of Object.values(tree)) membersOf(part, found);
  return found;
}
