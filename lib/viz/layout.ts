import * as dagre from '@dagrejs/dagre';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';

/** A place in pixels, from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture with places: every measure in pixels, x and y are a node's centre. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly edge: PictureEdge; readonly points: readonly Point[] }[];
}

export interface PlacedNode extends NodeSize, Point {
  readonly node: PictureNode;
}

export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

type Direction = 'TB' | 'LR';

/** What we use of dagre, whose own declarations do not resolve under Node's module rules. */
interface DagreGraph {
  setGraph(options: object): void;
  setNode(id: string, size: NodeSize): void;
  setEdge(from: string, to: string, label: object): void;
  graph(): Partial<NodeSize>;
  node(id: string): NodeSize & Point;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}
const { Graph, layout } = dagre as unknown as {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
};

/** Places the nodes of a picture from top to bottom, or from left to right when the picture would be a wide strip. */
export function layOut(picture: Picture, sizeOf: (node: PictureNode, direction: Direction) => NodeSize): Layout {
  const down = place(picture, sizeOf, 'TB');
  if (down.width <= 3 * down.height) return down;
  const across = place(picture, sizeOf, 'LR');
  return across.width < down.width ? across : down;
}

function place(
  picture: Picture,
  sizeOf: (node: PictureNode, direction: Direction) => NodeSize,
  direction: Direction,
): Layout {
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, nodesep: 28, edgesep: 16, ranksep: direction === 'TB' ? 44 : 64 });
  for (const node of picture.nodes) graph.setNode(node.id, { ...sizeOf(node, direction) });
  for (const edge of picture.edges) graph.setEdge(edge.from, edge.to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const placed = picture.nodes.map((node): PlacedNode => ({ node, ...graph.node(node.id) }));
  const turn = isMirrored(placed, direction)
    ? (point: Point) => (direction === 'TB' ? { x: width - point.x, y: point.y } : { x: point.x, y: height - point.y })
    : (point: Point) => point;
  return {
    width,
    height,
    nodes: placed.map((node) => ({ ...node, ...turn(node) })),
    edges: picture.edges.map((edge) => ({ edge, points: graph.edge(edge.from, edge.to).points.map(turn) })),
  };
}

/** Whether neighbours mostly stand in the wrong order: the layout minds crossings, not which branch comes first. */
function isMirrored(nodes: readonly PlacedNode[], direction: Direction): boolean {
  const [along, across] = direction === 'TB' ? (['y', 'x'] as const) : (['x', 'y'] as const);
  let balance = 0;
  nodes.slice(1).forEach((node, index) => {
    const before = nodes[index]!;
    if (node[along] === before[along]) balance += Math.sign(node[across] - before[across]);
  });
  return balance < 0;
}
