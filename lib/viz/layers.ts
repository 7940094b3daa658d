import type { Drawing } from './drawing.ts';

/**
 * Divides the nodes of a picture into layers of at most `most`: each node in the first layer that has room below all those it
 * comes from. Coffman and Graham's way, with the nodes in their order. There must be no cycle.
 */
export function layersOf({ nodes, edges }: Drawing, most: number): ReadonlyMap<string, number> {
  const sources = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = sources.get(to);
    if (known === undefined) sources.set(to, [from]);
    else known.push(from);
  }
  const layers = new Map<string, number>();
  const sizes: number[] = [];
  for (const node of inOrder(
    nodes.map(({ id }) => id),
    sources,
  )) {
    let layer = Math.max(-1, ...(sources.get(node) ?? []).map((source) => layers.get(source) ?? -1)) + 1;
    while ((sizes[layer] ?? 0) >= most) layer++;
    sizes[layer] = (sizes[layer] ?? 0) + 1;
    layers.set(node, layer);
  }
  return layers;
}

/** The nodes, those that come early in the graph first. */
function inOrder(ids: readonly string[], sources: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const depth = Math.max(-1, ...(sources.get(id) ?? []).map(depthOf)) + 1;
    depths.set(id, depth);
    return depth;
  };
  return ids.toSorted((a, b) => depthOf(a) - depthOf(b));
}
