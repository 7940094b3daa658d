import type { StateMachine } from '../../states-language/types.ts';
import { countDrawnStates, STATE_GLYPHS } from '../state-glyphs.ts';
import { arrowHead, drawLines, escape, round } from '../svg-parts.ts';
import { SVG_STYLE } from '../svg-style.ts';
import { columnsOf } from '../wrap-text.ts';
import { layOutMachine, type PlacedPart } from './lay-out-machine.ts';
import { machinePictureOf, type MachineNode, type MachinePicture } from './machine-picture.ts';

const MARGIN = 24;
/** Of the title, and of what stands below it. */
const HEADING = 40;
const LINE = 16;
const COLUMN = 7.9;
const LABEL_COLUMN = 6;

/** Draws a state machine as a self-contained SVG that follows the reader's light or dark scheme: dashed arrows are those of errors. */
export function renderMachineSvg(machine: StateMachine, title: string): string {
  return drawMachine(machinePictureOf(machine, title), SVG_STYLE);
}

/**
 * Draws a state machine, or what has become of its states, as an SVG.
 *
 * @param style Its style sheet; `''` within a page that has it, see `svg-style.ts`.
 * @param linkOf Where a state leads to. @default states lead nowhere
 */
export function drawMachine(picture: MachinePicture, style: string, linkOf?: (state: string) => string): string {
  const { title } = picture;
  const { nodes, boxes, labels, edges, width, height } = layOutMachine(picture, { node: sizeOf, label: labelSize });
  const states = nodes.flatMap(({ part }) => part.state ?? []);
  const heading = [
    ...(states.length === 0 ? [] : [countDrawnStates(states)]),
    ...(edges.some(({ kind }) => kind === 'catch') ? ['dashed: when an error is caught'] : []),
  ].join(' · ');
  const size = {
    width: Math.ceil(Math.max(width, columnsOf(title) * 9.5, columnsOf(heading) * LABEL_COLUMN) + 2 * MARGIN),
    height: Math.ceil(height + HEADING + 2 * MARGIN),
  };
  const shift = `translate(${round((size.width - width) / 2)} ${MARGIN + HEADING})`;
  const next = nextOf(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="workflow" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="group" aria-label="${escape(title)}">`,
    `<title>${escape(title)}</title>`,
    ...(style === '' ? [] : [`<style>${style}</style>`]),
    `<defs>${['next', 'catch'].map(arrowHead).join('')}</defs>`,
    '<rect class="paper" width="100%" height="100%" rx="12"/>',
    `<text class="title" x="${MARGIN}" y="${MARGIN + 14}">${escape(title)}</text>`,
    `<text class="caption" x="${MARGIN}" y="${MARGIN + 30}">${escape(heading)}</text>`,
    `<g transform="${shift}" aria-hidden="true">`,
    ...boxes.map(({ part, ...place }) => {
      const corner = { x: place.x - place.width / 2, y: place.y - place.height / 2 };
      return (
        `<rect class="group" ${rectangle(place)} rx="10"/>` +
        `<text class="caption start" x="${round(corner.x + 10)}" y="${round(corner.y + 17)}">${escape(part.title)}</text>`
      );
    }),
    ...drawLines(edges),
    ...labels.map(
      ({ part, x, y }) => `<text class="caption on" x="${round(x)}" y="${round(y + 4)}">${escape(part.text)}</text>`,
    ),
    '</g>',
    `<g transform="${shift}" role="list" aria-label="states">`,
    ...nodes.map((placed) => drawNode(placed, linkOf, next)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function labelSize(text: string): { readonly width: number; readonly height: number } {
  return { width: text === '' ? 0 : columnsOf(text) * LABEL_COLUMN + 8, height: LINE };
}

function sizeOf({ kind, lines, captions }: MachineNode): { readonly width: number; readonly height: number } {
  if (kind === 'join') return { width: 64, height: 5 };
  if (kind === 'start' || kind === 'end') return { width: 56, height: 30 };
  const text = Math.max(
    ...lines.map((line) => (columnsOf(line) + 2) * COLUMN),
    ...captions.map((line) => columnsOf(line) * LABEL_COLUMN),
  );
  return { width: Math.ceil(Math.max(96, text + 28)), height: 20 + (lines.length + captions.length) * LINE };
}

/** By state, the states to which control goes from it. */
function nextOf({ edges }: MachinePicture): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}

function drawNode(
  { part: { id, kind, name, lines, captions, state }, ...place }: PlacedPart<MachineNode>,
  linkOf: ((state: string) => string) | undefined,
  next: ReadonlyMap<string, readonly string[]>,
): string {
  if (kind === 'join') return `<rect class="join" role="presentation" ${rectangle(place)} rx="2.5"/>`;
  const isEnd = kind === 'start' || kind === 'end';
  const radius = isEnd ? 15 : kind === 'Choice' ? 0 : 8;
  const [first = '', ...rest] = lines;
  const names = state === undefined ? lines : [`${STATE_GLYPHS[state]} ${first}`, ...rest];
  const top = place.y - ((lines.length + captions.length) * LINE) / 2 + 12;
  const text = (line: string, style: string, index: number) =>
    `<text class="${style}" x="${round(place.x)}" y="${round(top + index * LINE)}">${escape(line)}</text>`;
  const drawn = [
    `<title>${escape([name, ...captions].join('; '))}</title><rect class="step" ${rectangle(place)} rx="${radius}"/>`,
    ...names.map((line, index) => text(line, 'name', index)),
    ...captions.map((line, index) => text(line, 'caption', lines.length + index)),
  ].join('');
  const label = escape([name, ...(state === undefined ? [] : [state.replaceAll('_', ' ')]), ...captions].join('; '));
  const status = state === undefined ? '' : ` class="state-${state}"`;
  if (linkOf === undefined || isEnd) {
    return `<g id="${id}" role="listitem" aria-label="${label}"${status}>${drawn}</g>`;
  }
  const following = (next.get(id) ?? []).join(' ');
  return `<g role="listitem"${status}><a id="${id}" href="${escape(linkOf(name))}" data-next="${following}">${drawn}</a></g>`;
}

function rectangle({ x, y, width, height }: Omit<PlacedPart<unknown>, 'part'>): string {
  return `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}"`;
}
