import { describe, expect, it } from 'vitest';
import { compareNaturally } from '../../lib/viz/compare-naturally.ts';
import { layOut, type Layout } from '../../lib/viz/layout.ts';
import type { Picture, PictureNode } from '../../lib/viz/picture-parts.ts';
import { families, randomGraph } from '../plan/random-graph.ts';
import { pointsOf } from './curves.ts';

/** Boxes of sizes as steps have them; a bar here and there. */
function sizeOf(node: PictureNode) {
  if (node.kind === 'barrier') return { width: 72, height: 5 };
  const number = Number(node.id.replace(/\D/g, ''));
  return { width: 110 + (number % 5) * 25, height: 37 + (number % 3) * 15 };
}

function pictureOf(graph: readonly (readonly number[])[]): Picture {
  const id = (index: number) => `step_${index}`;
  return {
    title: '',
    subtitle: '',
    nodes: graph.map((_, index) =>
      index % 17 === 16
        ? { kind: 'barrier', id: id(index) }
        : { kind: 'step', id: id(index), names: [id(index)], lines: [id(index)], captions: [] },
    ),
    edges: graph.flatMap((before, to) =>
      before.map((from) => ({ from: id(from), to: id(to), kind: to % 7 === 0 ? 'barrier' : 'dependency' }) as const),
    ),
  };
}

/** Edges that pass through a box which is not one of their ends. */
function trespassers({ nodes, edges }: Layout): readonly string[] {
  return edges.flatMap(({ edge, curve }) => {
    const points = pointsOf(curve);
    const touched = nodes.filter(
      ({ node, x, y, width, height }) =>
        node.id !== edge.from &&
        node.id !== edge.to &&
        points.some((point) => Math.abs(point.x - x) < width / 2 && Math.abs(point.y - y) < height / 2),
    );
    return touched.map(({ node }) => `${edge.from} > ${edge.to} through ${node.id}`);
  });
}

const graphs = families.flatMap((family) => [2, 5, 12, 40, 100].map((size) => [family, size] as const));

describe('layOut', () => {
  it.each(graphs)('routes the edges of a graph (%s, %d steps) around all boxes, on a page', (family, size) => {
    for (let seed = 0; seed < 3; seed++) {
      const picture = pictureOf(randomGraph(family, size, seed));
      const layout = layOut(picture, sizeOf);
      expect(trespassers(layout)).toEqual([]);
      expect(layout.edges).toHaveLength(picture.edges.length);
      // 13 px letters are still 10 px where the picture is shown on a page of 1000 px.
      expect(layout.width).toBeLessThan(1300);
      for (const { x, y, width, height } of layout.nodes) {
        expect(Math.min(x - width / 2, y - height / 2, layout.width - x - width / 2)).toBeGreaterThanOrEqual(-0.01);
        expect(y + height / 2).toBeLessThanOrEqual(layout.height + 0.01);
      }
    }
  });

  it('lets no boxes overlap, and every edge end at its boxes', () => {
    const layout = layOut(pictureOf(randomGraph('growth', 100, 7)), sizeOf);
    const { nodes } = layout;
    nodes.forEach((one, index) =>
      nodes.slice(index + 1).forEach((other) => {
        const apart =
          Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
          Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
        expect(apart, `${one.node.id} and ${other.node.id}`).toBe(true);
      }),
    );
    const byId = new Map(nodes.map((node) => [node.node.id, node]));
    for (const { edge, curve } of layout.edges) {
      const end = curve.pieces.at(-1)!.to;
      for (const [point, id] of [[curve.start, edge.from] as const, [end, edge.to] as const]) {
        const box = byId.get(id)!;
        expect(Math.abs(point.x - box.x)).toBeLessThanOrEqual(box.width / 2);
        expect(Math.abs(point.y - box.y)).toBeCloseTo(box.height / 2);
      }
    }
  });

  it('gives the same layout every time', () => {
    const picture = pictureOf(randomGraph('layered', 40, 1));
    expect(layOut(picture, sizeOf)).toEqual(layOut(picture, sizeOf));
  });
});

describe('compareNaturally', () => {
  it('sorts numbers within names as numbers', () => {
    const names = ['b', 'a_10', 'a_2', 'a_1', 'a', 'a_2_b', '2', '10'];
    expect(names.sort(compareNaturally)).toEqual(['2', '10', 'a', 'a_1', 'a_2', 'a_2_b', 'a_10', 'b']);
  });
});
