import * as dagre from '@dagrejs/dagre';
import type { StateMachine } from '../../states-language/types.ts';
import { columnsOf } from '../wrap-text.ts';
import { machinePictureOf, type MachineEdge, type MachineNode, type MachinePicture } from './machine-picture.ts';

const MARGIN = 24;
const HEADING = 36;
const LINE = 16;
const COLUMN = 7.9;

interface Place {
  readonly x: number;
  readonly y: number;
}
interface Placed extends Place {
  readonly width: number;
  readonly height: number;
}

/** What we use of dagre, whose own declarations do not resolve under Node's module rules. */
interface DagreGraph {
  setGraph(options: object): void;
  setNode(id: string, label: object): void;
  setParent(id: string, parent: string): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  graph(): { readonly width?: number; readonly height?: number };
  node(id: string): Placed;
  edge(edge: { readonly v: string; readonly w: string; readonly name: string }): Place & {
    readonly points: readonly Place[];
  };
}
const { Graph, layout } = dagre as unknown as {
  readonly Graph: new (options: object) => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
};

/** Draws a state machine as a self-contained SVG that follows the reader's light or dark scheme: dashed arrows are those of errors. */
export function renderMachineSvg(machine: StateMachine, title: string): string {
  const picture = machinePictureOf(machine, title);
  const graph = layOut(picture);
  const { width = 0, height = 0 } = graph.graph();
  const size = {
    width: Math.ceil(Math.max(width, columnsOf(title) * 9.5) + 2 * MARGIN),
    height: Math.ceil(height + HEADING + 2 * MARGIN),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="head" d="M0 .5 8 4 0 7.5z"/></marker></defs>',
    '<rect class="paper" width="100%" height="100%" rx="12"/>',
    `<text class="title" x="${MARGIN}" y="${MARGIN + 14}">${escape(title)}</text>`,
    `<g transform="translate(${round((size.width - width) / 2)} ${MARGIN + HEADING})">`,
    ...picture.boxes.map(({ id, title: name }) => {
      const box = graph.node(id);
      const corner = { x: box.x - box.width / 2, y: box.y - box.height / 2 };
      return (
        `<rect class="box" ${rectangle(box)} rx="10"/>` +
        `<text class="label start" x="${round(corner.x + 8)}" y="${round(corner.y + 14)}">${escape(name)}</text>`
      );
    }),
    ...picture.edges.map((edge, index) => drawEdge(edge, graph, index)),
    ...picture.nodes.map((node) => drawNode(node, graph.node(node.id))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = [
  'text{font:11px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#59636e}',
  '.name{font-size:13px;font-weight:600;fill:#1f2328}.title{font-size:16px;font-weight:600;fill:#1f2328}',
  'g text{text-anchor:middle}g .start{text-anchor:start}.label{paint-order:stroke;stroke:#fff;stroke-width:3px}',
  '.paper{fill:#fff}.state{fill:#f6f8fa;stroke:#afb8c1}.box{fill:none;stroke:#afb8c1;stroke-dasharray:5 4}.join{fill:#6e7781}',
  'path{fill:none;stroke:#6e7781;stroke-width:1.5}.catch{stroke:#bf6a02;stroke-dasharray:5 4}.head{fill:#6e7781;stroke:none}',
  '@media (prefers-color-scheme:dark){.paper{fill:#0d1117}.state{fill:#161b22;stroke:#444c56}.box{stroke:#444c56}',
  'text{fill:#9198a1}.name,.title{fill:#e6edf3}.label{stroke:#0d1117}path{stroke:#8b949e}.head,.join{fill:#8b949e}.catch{stroke:#db8e2b}}',
].join('');

function layOut({ nodes, edges, boxes }: MachinePicture): DagreGraph {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 32, edgesep: 20, ranksep: 40 });
  for (const { id } of boxes) graph.setNode(id, {});
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node) });
  for (const { id, box } of [...boxes, ...nodes]) if (box !== undefined) graph.setParent(id, box);
  edges.forEach(({ from, to, label }, index) => {
    const size = label === undefined ? {} : { width: columnsOf(label) * 6 + 8, height: LINE, labelpos: 'c' };
    graph.setEdge(from, to, size, String(index));
  });
  layout(graph);
  return graph;
}

function sizeOf({ kind, lines }: MachineNode): { readonly width: number; readonly height: number } {
  if (kind === 'join') return { width: 64, height: 5 };
  const width = Math.max(...lines.map((line) => columnsOf(line) * COLUMN)) + 28;
  if (kind === 'start' || kind === 'end') return { width: 56, height: 30 };
  return { width: Math.ceil(Math.max(96, width)), height: 18 + lines.length * LINE };
}

function drawNode({ id, kind, name, lines }: MachineNode, place: Placed): string {
  if (kind === 'join') return `<rect class="join" ${rectangle(place)} rx="2.5"/>`;
  const radius = kind === 'start' || kind === 'end' ? 15 : kind === 'Choice' ? 0 : 8;
  const top = place.y - (lines.length * LINE) / 2 + 12;
  const isLast = (index: number) => lines.length > 1 && index === lines.length - 1;
  return [
    `<g id="${id}"><title>${escape(name)}</title><rect class="state" ${rectangle(place)} rx="${radius}"/>`,
    ...lines.map((line, index) => {
      const style = isLast(index) ? 'caption' : 'name';
      return `<text class="${style}" x="${round(place.x)}" y="${round(top + index * LINE)}">${escape(line)}</text>`;
    }),
    '</g>',
  ].join('');
}

function drawEdge({ from, to, kind, label }: MachineEdge, graph: DagreGraph, index: number): string {
  const { points, x, y } = graph.edge({ v: from, w: to, name: String(index) });
  const line = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join('');
  const path = `<path class="${kind}" d="${line}" marker-end="url(#arrow)"/>`;
  if (label === undefined) return path;
  return `${path}<text class="label" x="${round(x)}" y="${round(y + 4)}">${escape(label)}</text>`;
}

function rectangle({ x, y, width, height }: Placed): string {
  return `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}"`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text for XML: control characters that XML forbids are dropped. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[\p{Cc}\ufffe\uffff]|\p{Cs}/gu, ' ').replace(/[&<>"]/g, (char) => entities[char] ?? char);
}
