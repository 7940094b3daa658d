import { lookUp } from '../lookup.ts';
import type { Drawn, Joined } from './drawing.ts';

/** A place in pixels, from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its centre and its size in pixels. */
export interface PlacedNode<Node extends Drawn = Drawn> extends Point {
  readonly node: Node;
  readonly width: number;
  readonly height: number;
}

/** From top to bottom, or from left to right. */
export type Direction = 'TB' | 'LR';

/** A line of cubic Bézier curves and straight lines. */
export interface Curve {
  readonly start: Point;
  readonly pieces: readonly (
    { readonly to: Point } | { readonly to: Point; readonly handles: readonly [Point, Point] }
  )[];
}

/** An edge with the places that the layout keeps for it between its ends, one in each layer that it passes. */
export interface BentEdge<Edge extends Joined> {
  readonly edge: Edge;
  readonly bends: readonly Point[];
}

/** An edge, and the line that is drawn for it. */
export interface RoutedEdge<Edge extends Joined> {
  readonly edge: Edge;
  readonly curve: Curve;
}

/** Edges at one side of a box stand so far apart at most. */
const PORT_GAP = 14;
/** Ports keep away from the corners of a box. */
const CORNER = 12;

/** Where the boxes of a layer lie, along the direction of the picture. */
interface Band {
  readonly from: number;
  readonly to: number;
}

/** A node or a point as the layout sees it: `along` its direction, and `across` it. */
interface Spot {
  readonly along: number;
  readonly across: number;
}

/**
 * Draws the edges so that none touches a foreign box: straight through the layers, where the layout keeps a place for each, and
 * bent only between them, where no box is.
 */
export function routeEdges<Edge extends Joined>(
  nodes: readonly PlacedNode[],
  edges: readonly BentEdge<Edge>[],
  direction: Direction,
): readonly RoutedEdge<Edge>[] {
  const spot = ({ x, y }: Point): Spot => (direction === 'TB' ? { along: y, across: x } : { along: x, across: y });
  const point = ({ along, across }: Spot): Point =>
    direction === 'TB' ? { x: across, y: along } : { x: along, y: across };
  const lengthOf = (node: PlacedNode) => (direction === 'TB' ? node.height : node.width);
  const breadthOf = (node: PlacedNode) => (direction === 'TB' ? node.width : node.height);

  const byId = new Map(nodes.map((node) => [node.node.id, node]));
  const bands = bandsOf(nodes.map((node) => ({ centre: spot(node).along, half: lengthOf(node) / 2 })));
  const bandAt = (along: number) => bands.get(along);
  const ports = portsOf(
    edges.map(({ edge, bends }) => {
      const [from, to] = [lookUp(byId, edge.from), lookUp(byId, edge.to)];
      const path = [from, ...bends, to].map(spot);
      return { edge, first: path[1]?.across ?? 0, last: path.at(-2)?.across ?? 0 };
    }),
    (id) => ({ centre: spot(lookUp(byId, id)).across, breadth: breadthOf(lookUp(byId, id)) }),
  );

  return edges.map(({ edge, bends }) => {
    const [from, to] = [lookUp(byId, edge.from), lookUp(byId, edge.to)];
    const { leaves, enters } = lookUp(ports, edge);
    const begin: Spot = { along: spot(from).along + lengthOf(from) / 2, across: leaves };
    const end: Spot = { along: spot(to).along - lengthOf(to) / 2, across: enters };
    const passed = bends.map(spot).flatMap(({ along, across }) => {
      const band = bandAt(along);
      return band === undefined ? [] : [{ band, across }];
    });
    const [firstBand, lastBand] = [bandAt(spot(from).along), bandAt(spot(to).along)];
    // Each stretch is straight; curves join the end of one to the beginning of the next.
    const stretches = [
      { from: begin.along, to: firstBand?.to ?? begin.along, across: begin.across },
      ...passed.map(({ band, across }) => ({ from: band.from, to: band.to, across })),
      { from: lastBand?.from ?? end.along, to: end.along, across: end.across },
    ];
    const pieces = stretches.flatMap((stretch, index) => {
      const straight = stretch.to > stretch.from ? [{ to: point({ along: stretch.to, across: stretch.across }) }] : [];
      const before = stretches[index - 1];
      if (before === undefined) return straight;
      return [bend(before, stretch, point), ...straight];
    });
    return { edge, curve: { start: point(begin), pieces } };
  });
}

/** A curve from the end of one stretch to the beginning of another, which leaves and arrives along the direction. */
function bend(
  before: { readonly to: number; readonly across: number },
  after: { readonly from: number; readonly across: number },
  point: (spot: Spot) => Point,
): Curve['pieces'][number] {
  const to = point({ along: after.from, across: after.across });
  if (before.across === after.across) return { to };
  const middle = (before.to + after.from) / 2;
  return {
    to,
    handles: [point({ along: middle, across: before.across }), point({ along: middle, across: after.across })],
  };
}

/** By where its boxes have their centres, each layer: they have them in one line. */
function bandsOf(boxes: readonly { readonly centre: number; readonly half: number }[]): ReadonlyMap<number, Band> {
  const halves = new Map<number, number>();
  for (const { centre, half } of boxes) halves.set(centre, Math.max(halves.get(centre) ?? 0, half));
  return new Map([...halves].map(([centre, half]) => [centre, { from: centre - half, to: centre + half }]));
}

/** Where each edge leaves one box and enters the other: side by side, in the order in which they go on. */
function portsOf<Edge extends Joined>(
  ends: readonly { readonly edge: Edge; readonly first: number; readonly last: number }[],
  sideOf: (id: string) => { readonly centre: number; readonly breadth: number },
): ReadonlyMap<Edge, { readonly leaves: number; readonly enters: number }> {
  const spread = (side: 'from' | 'to', where: 'first' | 'last') => {
    const byNode = new Map<string, { readonly edge: Edge; readonly toward: number }[]>();
    for (const end of ends) {
      const id = end.edge[side];
      const known = byNode.get(id);
      if (known === undefined) byNode.set(id, [{ edge: end.edge, toward: end[where] }]);
      else known.push({ edge: end.edge, toward: end[where] });
    }
    return new Map(
      [...byNode].flatMap(([id, all]) => {
        const { centre, breadth } = sideOf(id);
        // Those that come together in the next layer leave, or enter, as one.
        const places = [...new Set(all.map(({ toward }) => toward))].sort((a, b) => a - b);
        const gap = Math.min(PORT_GAP, Math.max(0, breadth - 2 * CORNER) / Math.max(1, places.length - 1));
        const portOf = new Map(
          places.map((toward, index) => [toward, centre + (index - (places.length - 1) / 2) * gap]),
        );
        return all.map(({ edge, toward }) => [edge, lookUp(portOf, toward)] as const);
      }),
    );
  };
  const [leaves, enters] = [spread('from', 'first'), spread('to', 'last')];
  return new Map(ends.map(({ edge }) => [edge, { leaves: lookUp(leaves, edge), enters: lookUp(enters, edge) }]));
}
