import { at } from '../lookup.ts';
import type { PictureEdge, PictureNode, StepNode } from './picture-parts.ts';
import { wrapText } from './wrap-text.ts';

/** As many equal steps are drawn as one; fewer can be looked over. */
const FEWEST = 5;

interface Drawing {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/**
 * Draws equal steps as one: those that depend on the same steps, on which the same steps depend, and of which nothing else is to
 * be told apart either.
 */
export function collapseSiblings(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): Drawing {
  const groups = siblingsOf(nodes, edges).filter((group) => group.length >= FEWEST);
  const merged = new Map(groups.flatMap((group) => group.map((node) => [node.id, mergeNodes(group)] as const)));
  const first = new Map(groups.map((group) => [at(group, 0).id, mergeNodes(group)]));
  const idOf = (id: string) => merged.get(id)?.id ?? id;
  const seen = new Set<string>();
  return {
    nodes: nodes.flatMap((node) => first.get(node.id) ?? (merged.has(node.id) ? [] : [node])),
    edges: edges.flatMap((edge) => {
      const moved = { ...edge, from: idOf(edge.from), to: idOf(edge.to) };
      const key = `${moved.from} ${moved.to} ${moved.kind}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [moved];
    }),
  };
}

/** Steps that differ in their names alone, in groups of one or more. */
export function siblingsOf(
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
): readonly (readonly StepNode[])[] {
  const ends = new Map<string, string[]>();
  const add = (id: string, end: string) => ends.set(id, [...(ends.get(id) ?? []), end]);
  for (const { from, to, kind } of edges) {
    add(from, `>${to} ${kind}`);
    add(to, `<${from} ${kind}`);
  }
  const groups = new Map<string, StepNode[]>();
  for (const node of nodes) {
    if (node.kind !== 'step') continue;
    const key = JSON.stringify([(ends.get(node.id) ?? []).sort(), node.captions, node.state]);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()];
}

function mergeNodes(group: readonly StepNode[]): StepNode {
  const first = at(group, 0);
  const names = group.flatMap((node) => node.names);
  return {
    ...first,
    names,
    lines: [...wrapText(at(names, 0), 26), '…', ...wrapText(at(names, -1), 26)],
    captions: [`×${names.length}`, ...first.captions],
  };
}
