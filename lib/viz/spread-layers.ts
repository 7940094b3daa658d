import { at, lookUp } from '../lookup.ts';
import type { Link } from './order-layers.ts';

/** How much room a member of a layer takes, and how much it wants to stand in line with those it is joined with. */
export interface Member {
  readonly breadth: number;
  readonly weight: number;
}

const SWEEPS = 16;

/**
 * Where the members of each layer stand, as their centres from 0 on: in the order of the layer, without overlaps, as near to
 * those they are joined with as the breadth of the fullest layer allows.
 */
export function spreadLayers(
  layers: readonly (readonly string[])[],
  links: readonly Link[],
  memberOf: (id: string) => Member,
): ReadonlyMap<string, number> {
  const breadth = layers.reduce((most, layer) => Math.max(most, breadthOfLayer(layer, memberOf)), 0);
  const joined = new Map<string, string[]>();
  const join = (id: string, other: string) => {
    const known = joined.get(id);
    if (known === undefined) joined.set(id, [other]);
    else known.push(other);
  };
  for (const [from, to] of links) {
    join(from, to);
    join(to, from);
  }
  const centres = new Map<string, number>();
  for (const layer of layers) {
    let left = (breadth - breadthOfLayer(layer, memberOf)) / 2;
    for (const id of layer) {
      const own = memberOf(id).breadth;
      centres.set(id, left + own / 2);
      left += own;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const wanted = layer.map((id) => {
        const others = joined.get(id) ?? [];
        const sum = others.reduce((total, other) => total + lookUp(centres, other), 0);
        return others.length === 0 ? lookUp(centres, id) : sum / others.length;
      });
      settle(layer.map(memberOf), wanted, breadth).forEach((centre, index) => centres.set(at(layer, index), centre));
    }
  }
  return centres;
}

/** The room that the members of a layer take together. */
export function breadthOfLayer(layer: readonly string[], memberOf: (id: string) => Member): number {
  return layer.reduce((sum, id) => sum + memberOf(id).breadth, 0);
}

/**
 * The centres nearest to the wanted ones at which nothing overlaps: without the room that those before it take, the centres
 * must not fall, and members that would fall stand together (isotonic regression).
 */
function settle(members: readonly Member[], wanted: readonly number[], breadth: number): readonly number[] {
  const blocks: { sum: number; weight: number; count: number }[] = [];
  const offsets: number[] = [];
  let taken = 0;
  members.forEach(({ breadth: own, weight }, index) => {
    offsets.push(taken + own / 2);
    taken += own;
    let block = { sum: weight * (at(wanted, index) - at(offsets, index)), weight, count: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.sum / last.weight > block.sum / block.weight;) {
      blocks.pop();
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, count: last.count + block.count };
      last = blocks.at(-1);
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap(({ sum, weight, count }) =>
    Array.from({ length: count }, () => Math.min(Math.max(0, sum / weight), Math.max(0, breadth - taken))),
  );
  return offsets.map((offset, index) => offset + at(shifts, index));
}
