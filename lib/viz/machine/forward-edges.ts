import type { Joined } from '../drawing.ts';

/** An edge, turned around where it leads back to where control came from. */
export interface ForwardEdge<Edge extends Joined> extends Joined {
  readonly edge: Edge;
  readonly isTurned: boolean;
}

/** Turns edges around so that there is no cycle: those that lead back to what is being gone through, beginning with the first part. */
export function forwardEdges<Edge extends Joined>(
  ids: readonly string[],
  edges: readonly Edge[],
): readonly ForwardEdge<Edge>[] {
  const leaving = new Map<string, Edge[]>();
  for (const edge of edges) {
    const known = leaving.get(edge.from);
    if (known === undefined) leaving.set(edge.from, [edge]);
    else known.push(edge);
  }
  const back = new Set<Edge>();
  const seen = new Set<string>();
  const entered = new Set<string>();
  for (const id of ids) walk(id);
  return edges.map((edge) =>
    back.has(edge)
      ? { from: edge.to, to: edge.from, kind: `${edge.kind ?? ''} back`, edge, isTurned: true }
      : { from: edge.from, to: edge.to, kind: edge.kind ?? '', edge, isTurned: false },
  );

  /** Depth first, and without recursion: a chain may have thousands of states. */
  function walk(start: string): void {
    if (seen.has(start)) return;
    const open = [{ id: start, next: 0 }];
    seen.add(start);
    entered.add(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const edge = leaving.get(top.id)?.[top.next++];
      if (edge === undefined) {
        entered.delete(top.id);
        open.pop();
      } else if (entered.has(edge.to)) {
        back.add(edge);
      } else if (!seen.has(edge.to)) {
        seen.add(edge.to);
        entered.add(edge.to);
        open.push({ id: edge.to, next: 0 });
      }
    }
  }
}
