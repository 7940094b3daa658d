/** By element: some of the elements before it, all of smaller number. */
export type Graph = readonly (readonly number[])[];

export const families = ['layered', 'sparse', 'crossed', 'growth', 'series-parallel'] as const;
export type Family = (typeof families)[number];

/** Numbers in [0, 1) that look random: the same seed gives the same ones. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random graph of a family: the same arguments give the same graph. */
export function randomGraph(family: Family, size: number, seed: number): Graph {
  const random = seeded(seed);
  const graph: number[][] = Array.from({ length: size }, () => []);
  generators[family](graph, random);
  return graph.map((predecessors) => [...new Set(predecessors)]);
}

type Generator = (graph: number[][], random: () => number) => void;

const generators: Readonly<Record<Family, Generator>> = {
  /** Layers, with edges from each to the next and some over one in between. */
  layered(graph, random) {
    const layers = Math.max(2, Math.round(Math.sqrt(graph.length) * (0.6 + random())));
    const layerOf = graph.map(() => Math.floor(random() * layers)).sort((a, b) => a - b);
    const density = Math.min(0.9, ((1 + 1.5 * random()) * layers) / graph.length);
    forPairs(graph, (from, to) => {
      const distance = layerOf[to]! - layerOf[from]!;
      return distance === 1 ? random() < density : distance === 2 && random() < density / 6;
    });
  },
  /** Each pair with the same small probability. */
  sparse(graph, random) {
    const density = Math.min(0.9, (1.2 * (1.5 + 2 * random())) / graph.length);
    forPairs(graph, () => random() < density);
  },
  /** A series-parallel graph with a few more edges. */
  crossed(graph, random) {
    nest(graph, random);
    for (let count = Math.max(1, Math.round(0.08 * graph.length)); count > 0; count--) {
      const [one, other] = [Math.floor(random() * graph.length), Math.floor(random() * graph.length)];
      if (one < other) graph[other]!.push(one);
    }
  },
  /** Each element depends on a few of those before it, rather on late ones. */
  growth(graph, random) {
    for (let element = 1; element < graph.length; element++) {
      if (random() < 0.15) continue;
      for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
        graph[element]!.push(Math.floor(element * random() ** 0.6));
      }
    }
  },
  'series-parallel': nest,
};

function forPairs(graph: number[][], isEdge: (from: number, to: number) => boolean): void {
  for (let to = 0; to < graph.length; to++) {
    for (let from = 0; from < to; from++) if (isEdge(from, to)) graph[to]!.push(from);
  }
}

/** Makes a random series-parallel graph of all elements. */
function nest(graph: number[][], random: () => number): void {
  build(0, graph.length);

  function build(from: number, to: number): { readonly first: readonly number[]; readonly last: readonly number[] } {
    if (to - from === 1) return { first: [from], last: [from] };
    const middle = from + 1 + Math.floor(random() * (to - from - 1));
    const [one, other] = [build(from, middle), build(middle, to)];
    if (random() < 0.5) return { first: [...one.first, ...other.first], last: [...one.last, ...other.last] };
    for (const target of other.first) graph[target]!.push(...one.last);
    return { first: one.first, last: other.last };
  }
}

/** A number from a lognormal distribution with median 1. */
export function lognormal(random: () => number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(sigma * normal);
}
