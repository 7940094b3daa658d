import { lookUp } from '../lookup.ts';
import { layersOf } from './layers.ts';
import { orderLayers, type Link } from './order-layers.ts';
import type { Drawing, Drawn, Joined } from './drawing.ts';
import { routeEdges, type Direction, type PlacedNode, type RoutedEdge } from './route-edges.ts';
import { breadthOfLayer, spreadLayers, type Member } from './spread-layers.ts';
import { trunksOf, type Trunks } from './trunks.ts';

/** A picture with places: every measure in pixels. */
export interface Layout<Node extends Drawn = Drawn, Edge extends Joined = Joined> {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode<Node>[];
  readonly edges: readonly RoutedEdge<Edge>[];
}

export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

type SizeOf<Node extends Drawn> = (node: Node, direction: Direction) => NodeSize;

/** What a page shows without making letters too small to read. */
const PAGE_WIDTH = 1000;
/** So many boxes stand beside each other at most, where all of them do not fit the page; then fewer. */
const ROWS = [6, 5, 4, 3, 2];

/** Pixels that a line takes of a layer, and what a box keeps free at each side. */
const LINE_BREADTH = 9;
const BOX_MARGIN = 12;
/** Between two layers: the more lines cross there, the more room they get. */
const LEAST_GAP = 40;
const MOST_GAP = 96;

/**
 * Places the nodes of a picture in layers from top to bottom; from left to right, or with fewer beside each other, when it
 * would be wider than a page otherwise. No edge passes through a box that is not its own. There must be no cycle.
 *
 * @param directions In which it may go, where all boxes that could stand beside each other do.
 */
export function layOut<Node extends Drawn, Edge extends Joined>(
  picture: Drawing<Node, Edge>,
  sizeOf: SizeOf<Node>,
  directions: readonly Direction[] = ['TB', 'LR'],
): Layout<Node, Edge> {
  const all = layersOf(picture, Infinity);
  const tries: readonly Draft[] = [
    ...directions.map((direction) => makeDraft(picture, sizeOf, direction, all)),
    ...ROWS.map((most) => makeDraft(picture, sizeOf, 'TB', layersOf(picture, most))),
  ];
  const narrowest = tries.reduce((best, other) => (other.width < best.width ? other : best));
  return finish(picture, tries.find(({ width }) => width <= PAGE_WIDTH) ?? narrowest);
}

/** A layout whose size is known, and where nothing has its place yet. */
interface Draft {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  readonly layers: ReadonlyMap<string, number>;
  readonly trunks: Trunks;
  readonly sizes: ReadonlyMap<string, NodeSize>;
  /** The members of each layer: nodes, and places of edges that pass. */
  readonly members: readonly (readonly string[])[];
  /** Where each layer lies along the direction. */
  readonly middles: readonly number[];
  readonly memberOf: (id: string) => Member;
}

function makeDraft<Node extends Drawn>(
  picture: Drawing<Node>,
  sizeOf: SizeOf<Node>,
  direction: Direction,
  layers: ReadonlyMap<string, number>,
): Draft {
  const sizes = new Map(picture.nodes.map((node) => [node.id, sizeOf(node, direction)]));
  const breadthOf = ({ width, height }: NodeSize) => (direction === 'TB' ? width : height);
  const lengthOf = ({ width, height }: NodeSize) => (direction === 'TB' ? height : width);
  const trunks = trunksOf(picture.edges, layers);
  const members: string[][] = [];
  for (const [id, layer] of [...layers, ...trunks.layers]) (members[layer] ??= []).push(id);
  const memberOf = (id: string): Member => {
    const size = sizes.get(id);
    if (size === undefined) return { breadth: LINE_BREADTH, weight: 4 };
    return { breadth: breadthOf(size) + 2 * BOX_MARGIN, weight: 1 };
  };
  const breadth = members.reduce((most, layer) => Math.max(most, breadthOfLayer(layer, memberOf)), 0);
  const lengths = members.map((layer) =>
    Math.max(0, ...layer.map((id) => sizes.get(id)).map((size) => (size === undefined ? 0 : lengthOf(size)))),
  );
  const gaps = gapsOf(trunks.links, (id) => layers.get(id) ?? lookUp(trunks.layers, id), members.length);
  let length = 0;
  const middles = lengths.map((own, layer) => {
    const middle = length + own / 2;
    length += own + (gaps[layer] ?? 0);
    return middle;
  });
  const [width, height] = direction === 'TB' ? [breadth, length] : [length, breadth];
  return { direction, width, height, layers, trunks, sizes, members, middles, memberOf };
}

/** Gives everything its place. */
function finish<Node extends Drawn, Edge extends Joined>(
  picture: Drawing<Node, Edge>,
  draft: Draft,
): Layout<Node, Edge> {
  const { direction, layers, trunks, sizes, members, middles, memberOf, width, height } = draft;
  const centres = spreadLayers(orderLayers(members, trunks.links), trunks.links, memberOf);
  const placeOf = (id: string, layer: number) => {
    const [along, across] = [middles[layer] ?? 0, lookUp(centres, id)];
    return direction === 'TB' ? { x: across, y: along } : { x: along, y: across };
  };
  const nodes = picture.nodes.map((node): PlacedNode<Node> => ({
    node,
    ...lookUp(sizes, node.id),
    ...placeOf(node.id, lookUp(layers, node.id)),
  }));
  const edges = picture.edges.map((edge) => ({
    edge,
    bends: trunks.between(edge).map((id) => placeOf(id, lookUp(trunks.layers, id))),
  }));
  return { width, height, nodes, edges: routeEdges(nodes, edges, direction) };
}

/** The room after each layer; none after the last one. */
function gapsOf(links: readonly Link[], layerOf: (id: string) => number, layers: number): readonly number[] {
  const passing = Array.from({ length: layers }, () => 0);
  for (const [from] of links) {
    const layer = layerOf(from);
    passing[layer] = (passing[layer] ?? 0) + 1;
  }
  return passing.map((count, layer) =>
    layer === layers - 1 ? 0 : Math.min(MOST_GAP, Math.max(LEAST_GAP, 24 + 2.5 * count)),
  );
}
