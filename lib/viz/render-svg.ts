import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { layOut, type NodeSize, type PlacedNode, type Point } from './layout.ts';
import { pictureOf, type Picture, type PictureNode } from './picture.ts';
import { columnsOf, wrapText } from './wrap-text.ts';

const MARGIN = 24;

/** Pixels: the font's size, the distance of two lines, the width of an average character. */
interface Font {
  readonly size: number;
  readonly line: number;
  readonly column: number;
}

const TITLE: Font = { size: 16, line: 20, column: 9.5 };
const NAME: Font = { size: 13, line: 17, column: 7.9 };
const CAPTION: Font = { size: 11, line: 15, column: 5.8 };

/**
 * Draws a plan as a self-contained SVG that follows the reader's light or dark scheme: solid arrows are dependencies,
 * dashed ones are waits that the plan adds.
 */
export function renderSvg(plan: WorkflowPlan): string {
  const picture = pictureOf(plan);
  const { nodes, edges, width, height } = layOut(picture, sizeOf);
  const hasBarriers = edges.some(({ edge }) => edge.kind === 'barrier');
  const heading = headingOf(picture, hasBarriers);
  const total = { width: Math.max(width, heading.width) + 2 * MARGIN, height: height + heading.height + 2 * MARGIN };
  const shift = `translate(${round((total.width - width) / 2)} ${round(MARGIN + heading.height)})`;
  const size = `width="${Math.ceil(total.width)}" height="${Math.ceil(total.height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${Math.ceil(total.width)} ${Math.ceil(total.height)}" role="img">`,
    `<title>${escape(`${picture.title} (${picture.subtitle})`)}</title>`,
    `<style>${STYLE}</style>`,
    `<defs>${arrowHead('dependency')}${arrowHead('barrier')}</defs>`,
    `<rect class="paper" width="100%" height="100%" rx="12"/>`,
    ...heading.lines,
    `<g transform="${shift}">`,
    ...edges.map(
      ({ edge, points }) => `<path class="${edge.kind}" d="${curve(points)}" marker-end="url(#${edge.kind}-arrow)"/>`,
    ),
    ...nodes.map(drawNode),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = [
  'text{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
  '.name{font:600 13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
  '.title{font-size:16px;font-weight:600}.caption{font-size:11px}g text{text-anchor:middle}',
  '.paper{fill:#fff}.step{fill:#f6f8fa;stroke:#afb8c1}.name,.title{fill:#1f2328}.caption{fill:#59636e}',
  'path{fill:none;stroke-width:1.5}.dependency{stroke:#6e7781}.arrow-dependency{fill:#6e7781}',
  '.barrier{stroke:#bf6a02;stroke-dasharray:5 4}.bar{fill:#bf6a02}.arrow-barrier{fill:#bf6a02}',
  '@media (prefers-color-scheme:dark){.paper{fill:#0d1117}.step{fill:#161b22;stroke:#444c56}',
  '.name,.title{fill:#e6edf3}.caption{fill:#9198a1}.dependency{stroke:#8b949e}.arrow-dependency{fill:#8b949e}',
  '.barrier{stroke:#db8e2b}.bar,.arrow-barrier{fill:#db8e2b}}',
].join('');

function sizeOf(node: PictureNode, direction: 'TB' | 'LR'): NodeSize {
  switch (node.kind) {
    case 'barrier':
      return direction === 'TB' ? { width: 72, height: 5 } : { width: 5, height: 48 };
    case 'step': {
      const text = Math.max(
        ...node.lines.map((line) => columnsOf(line) * NAME.column),
        ...node.captions.map((caption) => columnsOf(caption) * CAPTION.column),
      );
      const height = 20 + node.lines.length * NAME.line + node.captions.length * CAPTION.line;
      return { width: Math.ceil(Math.max(96, text + 28)), height };
    }
  }
}

function drawNode({ node, x, y, width, height }: PlacedNode): string {
  const box = `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${width}" height="${height}"`;
  if (node.kind === 'barrier') return `<rect class="bar" ${box} rx="2.5"/>`;
  const text = (line: string, kind: string, baseline: number) =>
    `<text class="${kind}" x="${round(x)}" y="${round(baseline)}">${escape(line)}</text>`;
  const top = y - height / 2 + 10;
  return [
    `<g id="${node.id}"><title>${escape(node.name)}</title><rect class="step" ${box} rx="8"/>`,
    ...node.lines.map((line, index) => text(line, 'name', top + index * NAME.line + NAME.size)),
    ...node.captions.map((caption, index) =>
      text(caption, 'caption', top + node.lines.length * NAME.line + index * CAPTION.line + CAPTION.size),
    ),
    '</g>',
  ].join('');
}

/** Title and subtitle, and what the dashes mean where there are any. */
function headingOf(picture: Picture, hasBarriers: boolean): NodeSize & { lines: readonly string[] } {
  const titles = wrapText(picture.title, 60);
  const captions = wrapText(picture.subtitle, 100);
  const below = hasBarriers ? [...captions, 'dashed: waits that the plan adds'] : captions;
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

function arrowHead(kind: string): string {
  return (
    `<marker id="${kind}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">` +
    `<path class="arrow-${kind}" d="M0 .5 8 4 0 7.5z"/></marker>`
  );
}

/** A smooth line through the first and last point that bends towards those between them. */
function curve(points: readonly Point[]): string {
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return '';
  const bends = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 1 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return [`M${at(first)}`, ...(bends.length > 0 ? bends : [`L${at(last)}`])].join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text for XML: control characters that XML forbids are dropped. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[\p{Cc}\ufffe\uffff]|\p{Cs}/gu, ' ').replace(/[&<>"]/g, (char) => entities[char]!);
}
