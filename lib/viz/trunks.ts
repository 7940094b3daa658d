import { lookUp } from '../lookup.ts';
import type { Joined } from './drawing.ts';

/** How edges pass the layers between their ends. */
export interface Trunks {
  /** By id, the layer of each place that is kept for edges. */
  readonly layers: ReadonlyMap<string, number>;
  /** What is joined: nodes and places of neighbouring layers. */
  readonly links: readonly (readonly [from: string, to: string])[];
  /** The places through which an edge passes, first to last. */
  between(edge: Joined): readonly string[];
}

/**
 * Lets edges of a kind that leave a node share one place in each layer they pass, or those that enter one, whichever are more: so a picture of
 * many edges has few lines.
 */
export function trunksOf(edges: readonly Joined[], layers: ReadonlyMap<string, number>): Trunks {
  const [leaving, entering] = [countBy(edges, ({ from }) => from), countBy(edges, ({ to }) => to)];
  const places = new Map<string, number>();
  const links = new Map<string, readonly [string, string]>();
  const passed = (from: string, to: string) => {
    const [first, last] = [lookUp(layers, from), lookUp(layers, to)];
    return Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => first + 1 + index);
  };
  const between = ({ from, to, kind = '' }: Joined) => {
    const shared = lookUp(entering, to) > lookUp(leaving, from) ? `to ${to}` : from;
    return passed(from, to).map((layer) => `${shared} ${kind} ${layer}`);
  };
  for (const edge of edges) {
    const { from, to } = edge;
    const first = lookUp(layers, from) + 1;
    const path = [from, ...between(edge), to];
    path.slice(1, -1).forEach((place, index) => places.set(place, first + index));
    path.slice(1).forEach((id, index) => {
      const before = path[index] ?? from;
      links.set(`${before}>${id}`, [before, id]);
    });
  }
  return { layers: places, links: [...links.values()], between };
}

function countBy(edges: readonly Joined[], endOf: (edge: Joined) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const edge of edges) counts.set(endOf(edge), (counts.get(endOf(edge)) ?? 0) + 1);
  return counts;
}
