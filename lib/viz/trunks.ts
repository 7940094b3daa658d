import { lookUp } from '../lookup.ts';
import type { PictureEdge } from './picture-parts.ts';

/** How edges pass the layers between their ends. */
export interface Trunks {
  /** By id, the layer of each place that is kept for edges. */
  readonly layers: ReadonlyMap<string, number>;
  /** What is joined: nodes and places of neighbouring layers. */
  readonly links: readonly (readonly [from: string, to: string])[];
  /** The places through which an edge passes, first to last. */
  between(from: string, to: string): readonly string[];
}

/**
 * Lets all edges of one kind that leave a node share one place in each layer they pass, so that a picture of many edges has
 * few lines.
 */
export function trunksOf(edges: readonly PictureEdge[], layers: ReadonlyMap<string, number>): Trunks {
  const places = new Map<string, number>();
  const links = new Map<string, readonly [string, string]>();
  const placeOf = (node: string, layer: number) => `${node} ${layer}`;
  const passed = (from: string, to: string) => {
    const [first, last] = [lookUp(layers, from), lookUp(layers, to)];
    return Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => first + 1 + index);
  };
  const between = (from: string, to: string) => passed(from, to).map((layer) => placeOf(from, layer));
  for (const { from, to } of edges) {
    for (const layer of passed(from, to)) places.set(placeOf(from, layer), layer);
    const path = [from, ...between(from, to), to];
    path.slice(1).forEach((id, index) => {
      const before = path[index] ?? from;
      links.set(`${before}>${id}`, [before, id]);
    });
  }
  return { layers: places, links: [...links.values()], between };
}
