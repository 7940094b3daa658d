import type { Curve, Point } from './route-edges.ts';

/** Pixels: the font's size, the distance of two lines, the width of an average character. */
export interface Font {
  readonly size: number;
  readonly line: number;
  readonly column: number;
}

/** The head of the arrows of a kind, for `marker-end` and `marker-start`. */
export function arrowHead(kind: string): string {
  return (
    `<marker id="${kind}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto-start-reverse">` +
    `<path class="arrow-${kind}" d="M0 .5 8 4 0 7.5z"/></marker>`
  );
}

/** Which end of a curve has an arrow. */
export type ArrowEnd = 'start' | 'end';

/** A line to be drawn in the style of its kind. */
export interface DrawnLine {
  readonly kind: string;
  readonly curve: Curve;
  readonly arrow?: ArrowEnd;
}

/** Draws lines. What several of them share is drawn once, and what a kind has in common is said once: pictures of many edges are small. */
export function drawLines(lines: readonly DrawnLine[]): readonly string[] {
  const drawn = new Set<string>();
  const groups = new Map<string, string[]>();
  for (const { kind, curve, arrow } of lines) {
    const { path, hasStart, hasEnd } = pathOf(curve, kind, drawn);
    if (path === '') continue;
    const isSeen = arrow === 'start' ? hasStart : hasEnd;
    const head = arrow !== undefined && isSeen ? ` marker-${arrow}="url(#${kind}-arrow)"` : '';
    const group = `<g class="${kind}"${head}>`;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [`<path d="${path}"/>`]);
    else known.push(`<path d="${path}"/>`);
  }
  return [...groups].map(([group, paths]) => `${group}${paths.join('')}</g>`);
}

/** The pieces of a curve that are not drawn yet, as the `d` of a path. */
function pathOf({ start, pieces }: Curve, kind: string, drawn: Set<string>) {
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  let path = '';
  let from = at(start);
  let [hasStart, isPenDown] = [false, false];
  pieces.forEach((piece, index) => {
    const command = 'handles' in piece ? `C${[...piece.handles, piece.to].map(at).join(' ')}` : `L${at(piece.to)}`;
    const key = `${kind} ${from}${command}`;
    const isNew = !drawn.has(key);
    drawn.add(key);
    if (isNew) path += isPenDown ? command : `M${from}${command}`;
    if (index === 0) hasStart = isNew;
    isPenDown = isNew;
    from = at(piece.to);
  });
  return { path, hasStart, hasEnd: isPenDown };
}

/** To a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML: control characters that XML forbids become spaces. */
export function escape(text: string): string {
  return text.replace(/[\p{Cc}\ufffe\uffff]|\p{Cs}/gu, ' ').replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
