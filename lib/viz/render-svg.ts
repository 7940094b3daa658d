import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { layOut, type NodeSize } from './layout.ts';
import { labelsOf } from './label-nodes.ts';
import { pictureOf, type RunSteps } from './picture.ts';
import type { Picture, PictureEdge, PictureNode, StepNode } from './picture-parts.ts';
import type { Direction, PlacedNode } from './route-edges.ts';
import { signed } from './signed-lines.ts';
import type { DrawnState } from './state-glyphs.ts';
import { arrowHead, drawLines, escape, round, type Font } from './svg-parts.ts';
import { SVG_STYLE } from './svg-style.ts';
import { columnsOf, wrapText } from './wrap-text.ts';

const MARGIN = 24;

const TITLE: Font = { size: 16, line: 20, column: 9.5 };
const NAME: Font = { size: 13, line: 17, column: 7.9 };
const CAPTION: Font = { size: 11, line: 15, column: 5.8 };

/**
 * Draws a plan as a self-contained SVG that follows the reader's light or dark scheme: solid arrows are dependencies,
 * dashed ones are waits that the plan adds. With the steps of a run, their colours and signs tell what has become of them.
 */
export function renderSvg(plan: WorkflowPlan, run?: RunSteps): string {
  return drawPicture(pictureOf(plan, run), SVG_STYLE);
}

/** How a picture is drawn within a page. */
export interface PagePicture {
  /** Where a box leads to. @default boxes lead nowhere */
  readonly linkOf?: (node: StepNode) => string;
}

/** Draws a picture as an SVG. @param style Its style sheet; `''` within a page that has it, see `svg-style.ts`. */
export function drawPicture(picture: Picture, style: string, { linkOf }: PagePicture = {}): string {
  const labels = labelsOf(picture);
  const { nodes, edges, width, height } = layOut(picture, sizeOf);
  const next = nextOf(picture.edges);
  const kinds = new Set(edges.map(({ edge }) => edge.kind));
  const heading = headingOf(picture, kinds);
  const total = { width: Math.max(width, heading.width) + 2 * MARGIN, height: height + heading.height + 2 * MARGIN };
  const shift = `translate(${round((total.width - width) / 2)} ${round(MARGIN + heading.height)})`;
  const title = escape(`${picture.title} (${picture.subtitle})`);
  const size = `width="${Math.ceil(total.width)}" height="${Math.ceil(total.height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="workflow" ${size} viewBox="0 0 ${Math.ceil(total.width)} ${Math.ceil(total.height)}" role="group" aria-label="${title}">`,
    `<title>${title}</title>`,
    ...(style === '' ? [] : [`<style>${style}</style>`]),
    `<defs>${arrowHead('dependency')}${kinds.has('decision') ? arrowHead('decision') : ''}${arrowHead('barrier')}</defs>`,
    `<rect class="paper" width="100%" height="100%" rx="12"/>`,
    ...heading.lines,
    `<g transform="${shift}" aria-hidden="true">`,
    ...drawLines(edges.map(({ edge: { kind }, curve }) => ({ kind, curve, arrow: 'end' }))),
    '</g>',
    `<g transform="${shift}" role="list" aria-label="steps">`,
    ...nodes.map((placed) =>
      drawNode(placed, labels, placed.node.kind === 'step' ? linkOf?.(placed.node) : undefined, next),
    ),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function sizeOf(node: PictureNode, direction: Direction): NodeSize {
  switch (node.kind) {
    case 'barrier':
      return direction === 'TB' ? { width: 72, height: 5 } : { width: 5, height: 48 };
    case 'step': {
      const text = Math.max(
        ...signed(node).map((line) => columnsOf(line) * NAME.column),
        ...node.captions.map((caption) => columnsOf(caption) * CAPTION.column),
      );
      const height = 20 + node.lines.length * NAME.line + node.captions.length * CAPTION.line;
      return { width: Math.ceil(Math.max(96, text + 28)), height };
    }
  }
}

function drawNode(
  { node, x, y, width, height }: PlacedNode<PictureNode>,
  labels: ReadonlyMap<string, string>,
  link: string | undefined,
  next: ReadonlyMap<string, readonly string[]>,
): string {
  const box = `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${width}" height="${height}"`;
  if (node.kind === 'barrier') return `<rect class="bar" role="presentation" ${box} rx="2.5"/>`;
  const text = (line: string, kind: string, baseline: number) =>
    `<text class="${kind}" x="${round(x)}" y="${round(baseline)}">${escape(line)}</text>`;
  const top = y - height / 2 + 10;
  const label = escape(labels.get(node.id) ?? '');
  const drawn = [
    `<title>${label}</title>`,
    // A second box behind the first: there is more than one step.
    ...(node.names.length > 1 || node.isStack === true
      ? [
          `<rect class="step" x="${round(x - width / 2 + 4)}" y="${round(y - height / 2 + 4)}" width="${width}" height="${height}" rx="8"/>`,
        ]
      : []),
    `<rect class="step" ${box} rx="8"/>`,
    ...signed(node).map((line, index) => text(line, 'name', top + index * NAME.line + NAME.size)),
    ...node.captions.map((caption, index) =>
      text(caption, 'caption', top + node.lines.length * NAME.line + index * CAPTION.line + CAPTION.size),
    ),
  ].join('');
  const state = stateAttribute(node.state);
  if (link === undefined) return `<g id="${node.id}" role="listitem"${state}>${drawn}</g>`;
  const following = (next.get(node.id) ?? []).join(' ');
  return `<g role="listitem"${state}><a id="${node.id}" href="${escape(link)}" data-next="${following}">${drawn}</a></g>`;
}

/** By box, the boxes to which its edges lead. */
function nextOf(edges: readonly PictureEdge[]): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}

function stateAttribute(state: DrawnState | undefined): string {
  return state === undefined ? '' : ` class="state-${state}"`;
}

/** Title and subtitle, and what the dashes mean where there are any. */
function headingOf(picture: Picture, kinds: ReadonlySet<PictureEdge['kind']>): NodeSize & { lines: readonly string[] } {
  const titles = wrapText(picture.title, 60);
  const captions = wrapText(picture.subtitle, 100);
  const below = [
    ...captions,
    ...(kinds.has('decision') ? ['dotted: where a decision says so'] : []),
    ...(kinds.has('barrier') ? ['dashed: waits that the plan adds'] : []),
  ];
  const line = (kind: string, baseline: number, text: string) =>
    `<text class="${kind}" x="${MARGIN}" y="${MARGIN + baseline}">${escape(text)}</text>`;
  const top = titles.length * TITLE.line;
  const widths = (lines: readonly string[], font: Font) => lines.map((text) => columnsOf(text) * font.column);
  return {
    width: Math.max(...widths(titles, TITLE), ...widths(below, CAPTION)),
    height: top + below.length * CAPTION.line + 20,
    lines: [
      ...titles.map((text, index) => line('title', index * TITLE.line + TITLE.size - 2, text)),
      ...below.map((text, index) => line('caption', top + index * CAPTION.line + CAPTION.size, text)),
    ],
  };
}
