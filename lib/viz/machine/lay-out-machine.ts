import type { Joined } from '../drawing.ts';
import { layOut, type NodeSize } from '../layout.ts';
import type { Curve, PlacedNode, Point } from '../route-edges.ts';
import type { DrawnLine } from '../svg-parts.ts';
import { forwardEdges } from './forward-edges.ts';
import type { MachineBox, MachineEdge, MachineNode, MachinePicture } from './machine-picture.ts';

/** A state machine with places: every measure in pixels. */
export interface MachineLayout extends NodeSize {
  readonly nodes: readonly PlacedPart<MachineNode>[];
  readonly boxes: readonly PlacedPart<MachineBox>[];
  readonly labels: readonly PlacedPart<MachineLabel>[];
  /** An edge that has a label is two: up to it, and on from it. */
  readonly edges: readonly DrawnLine[];
}

/** A part with its centre and its size. */
export interface PlacedPart<Part> extends Point, NodeSize {
  readonly part: Part;
}

/** When control goes along an edge: a text that has a place of its own on it. */
export interface MachineLabel {
  readonly id: string;
  readonly text: string;
}

/** How large what is drawn of each part is. */
export interface PartSizes {
  readonly node: (node: MachineNode) => NodeSize;
  readonly label: (text: string) => NodeSize;
}

/** Around what a box holds, and above it, where its title stands. */
const PADDING = 14;
const TITLE_HEIGHT = 18;

type Member =
  | { readonly kind: 'node'; readonly id: string; readonly node: MachineNode }
  | { readonly kind: 'box'; readonly id: string; readonly box: MachineBox; readonly inside: MachineLayout }
  | { readonly kind: 'label'; readonly id: string; readonly text: string };

/** An edge of one level: from member to member, turned around where it would go back. */
interface LevelEdge extends Joined {
  readonly kind: MachineEdge['kind'];
  readonly isArrowhead: boolean;
}

/**
 * Places a state machine from the inside out: what a Parallel or a Map holds is laid out by itself, and is one part of what is around
 * it. So edges stay within their level, and a machine of a thousand states is many small pictures.
 */
export function layOutMachine(picture: MachinePicture, sizes: PartSizes): MachineLayout {
  const around = new Map([...picture.boxes, ...picture.nodes].map(({ id, box }) => [id, box]));
  const nodesIn = groupBy(picture.nodes, ({ box }) => box);
  const boxesIn = groupBy(picture.boxes, ({ box }) => box);
  const edgesIn = groupBy(
    picture.edges.flatMap((edge) => lift(edge, around)),
    ({ level }) => level,
  );
  return layOutLevel(undefined);

  function layOutLevel(level: string | undefined): MachineLayout {
    const members: Member[] = [
      ...(nodesIn.get(level) ?? []).map((node): Member => ({ kind: 'node', id: node.id, node })),
      ...(boxesIn.get(level) ?? []).map((box): Member => ({
        kind: 'box',
        id: box.id,
        box,
        inside: layOutLevel(box.id),
      })),
    ];
    const edges: LevelEdge[] = [];
    const seen = new Set<string>();
    for (const { from, to, kind, label } of edgesIn.get(level) ?? []) {
      const key = JSON.stringify([from, to, kind, label]);
      if (seen.has(key)) continue;
      seen.add(key);
      if (label === undefined && from !== to) edges.push({ from, to, kind, isArrowhead: true });
      else {
        // A place of its own lets the text touch nothing, and a state that leads to itself has an edge to be seen.
        const id = `label ${level ?? ''} ${String(seen.size)}`;
        members.push({ kind: 'label', id, text: label ?? '' });
        edges.push({ from, to: id, kind, isArrowhead: false }, { from: id, to, kind, isArrowhead: true });
      }
    }
    const ids = members.map(({ id }) => id);
    const laid = layOut({ nodes: members, edges: forwardEdges(ids, edges) }, sizeOf, ['TB']);
    return gather(laid.nodes, {
      width: laid.width,
      height: laid.height,
      edges: laid.edges.map(({ edge: { edge, isTurned }, curve }): DrawnLine => ({
        kind: edge.kind,
        curve,
        ...(edge.isArrowhead && { arrow: isTurned ? 'start' : 'end' }),
      })),
    });
  }

  function sizeOf(member: Member): NodeSize {
    switch (member.kind) {
      case 'node':
        return sizes.node(member.node);
      case 'label':
        return sizes.label(member.text);
      case 'box': {
        const { width, height } = member.inside;
        const title = sizes.label(member.box.title).width;
        return { width: Math.max(width, title) + 2 * PADDING, height: height + 2 * PADDING + TITLE_HEIGHT };
      }
    }
  }
}

/** What a level holds, and what its boxes hold, moved to where the boxes stand. */
function gather(
  members: readonly PlacedNode<Member>[],
  { width, height, edges }: NodeSize & { readonly edges: readonly DrawnLine[] },
): MachineLayout {
  const nodes: PlacedPart<MachineNode>[] = [];
  const boxes: PlacedPart<MachineBox>[] = [];
  const labels: PlacedPart<MachineLabel>[] = [];
  const all: DrawnLine[] = [...edges];
  for (const { node: member, ...place } of members) {
    switch (member.kind) {
      case 'node':
        nodes.push({ part: member.node, ...place });
        break;
      case 'label':
        labels.push({ part: { id: member.id, text: member.text }, ...place });
        break;
      case 'box': {
        boxes.push({ part: member.box, ...place });
        const { inside } = member;
        const by = {
          x: place.x - inside.width / 2,
          y: place.y + place.height / 2 - PADDING - inside.height,
        };
        nodes.push(...inside.nodes.map((one) => moved(one, by)));
        boxes.push(...inside.boxes.map((one) => moved(one, by)));
        labels.push(...inside.labels.map((one) => moved(one, by)));
        all.push(...inside.edges.map((edge) => ({ ...edge, curve: movedCurve(edge.curve, by) })));
      }
    }
  }
  return { width, height, nodes, boxes, labels, edges: all };
}

function moved<Placed extends Point>(placed: Placed, by: Point): Placed {
  return { ...placed, x: placed.x + by.x, y: placed.y + by.y };
}

function movedCurve({ start, pieces }: Curve, by: Point): Curve {
  return {
    start: moved(start, by),
    pieces: pieces.map((piece) => {
      const to = moved(piece.to, by);
      if (!('handles' in piece)) return { to };
      const [first, second] = piece.handles;
      return { to, handles: [moved(first, by), moved(second, by)] };
    }),
  };
}

interface LiftedEdge extends MachineEdge {
  /** The innermost box that holds both ends; undefined of the machine itself. */
  readonly level: string | undefined;
}

/** An edge between parts of one level: where it leads into a box or out of one, the box is its end. */
function lift(edge: MachineEdge, around: ReadonlyMap<string, string | undefined>): readonly LiftedEdge[] {
  const [from, to] = [pathOf(edge.from, around), pathOf(edge.to, around)];
  let depth = 0;
  while (depth < from.length - 1 && depth < to.length - 1 && from[depth] === to[depth]) depth++;
  const [start, end] = [from[depth], to[depth]];
  if (start === undefined || end === undefined) return [];
  return [{ ...edge, from: start, to: end, level: depth === 0 ? undefined : from[depth - 1] }];
}

/** The boxes around a part from the outermost on, and itself. */
function pathOf(id: string, around: ReadonlyMap<string, string | undefined>): readonly string[] {
  const path = [id];
  for (let box = around.get(id); box !== undefined; box = around.get(box)) path.unshift(box);
  return path;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known === undefined) groups.set(keyOf(item), [item]);
    else known.push(item);
  }
  return groups;
}
