/** Parts of a node that are evaluated with another context item than the node itself. */
const INNER = new Set(['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete']);

type Node = Readonly<Record<string, unknown>>;

/**
 * What an expression reads of an input document, which Step Functions does not give it: names and `$` at the top level, and
 * `$$` anywhere. Takes the tree of `expression.ast()`.
 */
export function inputReferences(ast: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  visit(ast, true, found);
  return found;
}

/** The members of `$states` that paths of an expression begin with. Takes the tree of `expression.ast()`. */
export function statesMembers(ast: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof ast !== 'object' || ast === null) return found;
  if ('steps' in ast && Array.isArray(ast.steps)) {
    const [root, member] = ast.steps as readonly Node[];
    const isStates = root?.['type'] === 'variable' && root['value'] === 'states';
    if (isStates && member?.['type'] === 'name') found.add(String(member['value']));
  }
  for (const part of Object.values(ast)) statesMembers(part, found);
  return found;
}

function visit(value: unknown, top: boolean, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(item, top, found);
    return;
  }
  const node = value as Node;
  if (node['type'] === 'variable' && node['value'] === '$') found.add('$$');
  else if (top && node['type'] === 'variable' && node['value'] === '') found.add('$');
  else if (top && node['type'] === 'name') found.add(String(node['value']));
  for (const [key, member] of Object.entries(node)) {
    if (key === 'steps' && Array.isArray(member)) {
      for (const [index, step] of member.entries()) visit(step, top && index === 0, found);
    } else {
      visit(member, top && !INNER.has(key), found);
    }
  }
}
