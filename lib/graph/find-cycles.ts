import { at, lookUp } from '../lookup.ts';
/**
 * Cycles of a graph that is given as each node's list of neighbours; names that are no node are ignored. The cycles share
 * no node, and without them the graph has no cycle. Each lists its nodes in the direction of the edges, the smallest name
 * first; a node that is its own neighbour is a cycle of one.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const rest = new Map([...graph].sort(([a], [b]) => (a < b ? -1 : 1)));
  for (;;) {
    removeDeadEnds(rest);
    const start = rest.keys().next();
    if (start.done) return cycles;
    const cycle = walk(rest, start.value);
    cycle.forEach((node) => rest.delete(node));
    cycles.push(cycle);
  }
}

/** Removes the nodes from which no walk goes on for ever. */
function removeDeadEnds(graph: Map<string, readonly string[]>): void {
  const leadingTo = new Map<string, string[]>([...graph.keys()].map((node) => [node, []]));
  const open = new Map<string, number>();
  for (const [node, neighbours] of graph) {
    const known = neighbours.filter((neighbour) => graph.has(neighbour));
    known.forEach((neighbour) => lookUp(leadingTo, neighbour).push(node));
    open.set(node, known.length);
  }
  const dead = [...graph.keys()].filter((node) => open.get(node) === 0);
  for (const node of dead) {
    graph.delete(node);
    for (const source of lookUp(leadingTo, node)) {
      open.set(source, lookUp(open, source) - 1);
      if (open.get(source) === 0) dead.push(source);
    }
  }
}

/** Walks from `start` until a node comes again; every node must have a neighbour in the graph. */
function walk(graph: ReadonlyMap<string, readonly string[]>, start: string): string[] {
  const path: string[] = [];
  const position = new Map<string, number>();
  let node = start;
  while (!position.has(node)) {
    position.set(node, path.length);
    path.push(node);
    node = at(
      lookUp(graph, node).filter((neighbour) => graph.has(neighbour)),
      0,
    );
  }
  const cycle = path.slice(position.get(node));
  const smallest = cycle.reduce((least, name, index) => (name < at(cycle, least) ? index : least), 0);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}
