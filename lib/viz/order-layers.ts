import { lookUp } from '../lookup.ts';

/** What is joined, from a layer to the next one. */
export type Link = readonly [from: string, to: string];

const SWEEPS = 12;

/**
 * Puts the members of each layer in an order in which few links cross: each near the middle of those it is joined with, in
 * sweeps down and up. Members that are joined alike stay as they stand.
 */
export function orderLayers(
  layers: readonly (readonly string[])[],
  links: readonly Link[],
): readonly (readonly string[])[] {
  const above = neighboursOf(links.map(([from, to]) => [to, from]));
  const below = neighboursOf(links);
  let current = layers;
  let best = { layers, crossings: crossingsOf(layers, below) };
  for (let sweep = 0; sweep < SWEEPS && best.crossings > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    const sorted = [...current];
    const order = isDown ? sorted.keys() : [...sorted.keys()].reverse();
    for (const index of order) {
      const beside = sorted[isDown ? index - 1 : index + 1];
      if (beside !== undefined) sorted[index] = sortByMiddle(sorted[index] ?? [], beside, isDown ? above : below);
    }
    current = sorted;
    const crossings = crossingsOf(current, below);
    if (crossings < best.crossings) best = { layers: current, crossings };
  }
  return best.layers;
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

function neighboursOf(links: readonly Link[]): Neighbours {
  const neighbours = new Map<string, string[]>();
  for (const [from, to] of links) {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else known.push(to);
  }
  return neighbours;
}

/** Sorts a layer by the middle of each member's neighbours in the layer beside it; one that has none stays near its place. */
function sortByMiddle(layer: readonly string[], beside: readonly string[], neighbours: Neighbours): readonly string[] {
  const places = new Map(beside.map((id, place) => [id, place]));
  const stretch = beside.length / Math.max(1, layer.length);
  const middles = new Map(
    layer.map((id, place) => {
      const found = (neighbours.get(id) ?? []).flatMap((other) => places.get(other) ?? []);
      const sum = found.reduce((total, one) => total + one, 0);
      return [id, found.length === 0 ? place * stretch : sum / found.length];
    }),
  );
  return layer.toSorted((a, b) => lookUp(middles, a) - lookUp(middles, b));
}

/** How many pairs of links cross. */
function crossingsOf(layers: readonly (readonly string[])[], below: Neighbours): number {
  let crossings = 0;
  layers.forEach((layer, index) => {
    const places = new Map((layers[index + 1] ?? []).map((id, place) => [id, place]));
    const ends = layer.flatMap((id) =>
      (below.get(id) ?? []).flatMap((other) => places.get(other) ?? []).sort((a, b) => a - b),
    );
    crossings += inversionsOf(ends, places.size);
  });
  return crossings;
}

/** How many pairs of numbers below `size` stand in the wrong order: counted with a Fenwick tree. */
function inversionsOf(numbers: readonly number[], size: number): number {
  const tree = new Uint32Array(size + 1);
  let inversions = 0;
  numbers.forEach((number, index) => {
    let notAbove = 0;
    for (let at = number + 1; at > 0; at -= at & -at) notAbove += tree[at] ?? 0;
    inversions += index - notAbove;
    for (let at = number + 1; at <= size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
  });
  return inversions;
}
