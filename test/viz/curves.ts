import type { Curve, Point } from '../../lib/viz/route-edges.ts';

/** Places along a curve, near enough to each other that no box lies between two. */
export function pointsOf({ start, pieces }: Curve): readonly Point[] {
  const points: Point[] = [start];
  let from = start;
  for (const piece of pieces) {
    const [first, second] = 'handles' in piece ? piece.handles : [from, piece.to];
    for (let step = 1; step <= 100; step++) {
      const t = step / 100;
      const mix = (axis: 'x' | 'y') =>
        (1 - t) ** 3 * from[axis] +
        3 * (1 - t) ** 2 * t * first[axis] +
        3 * (1 - t) * t ** 2 * second[axis] +
        t ** 3 * piece.to[axis];
      points.push({ x: mix('x'), y: mix('y') });
    }
    from = piece.to;
  }
  return points;
}

/** How many lines of a kind an SVG has. */
export function linesOf(svg: string, kind: string): number {
  const groups = [...svg.matchAll(new RegExp(`<g class="${kind}"[^>]*>(.*?)</g>`, 'g'))].map(
    ([, inside = '']) => inside,
  );
  return groups.join('').match(/<path /g)?.length ?? 0;
}
