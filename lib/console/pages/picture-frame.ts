import { findStep, neighbourhood } from '../../viz/neighbourhood.ts';
import type { Picture, StepNode } from '../../viz/picture-parts.ts';
import { drawPicture } from '../../viz/render-svg.ts';
import { formatNumber } from '../../diagnostics/wording.ts';
import { Html, markup, type Part } from '../html.ts';

/** A picture of more boxes helps nobody, and takes long to draw: then a part of it is shown. */
const MOST_DRAWN = 400;
/** So many boxes of it. */
const AROUND = 60;

/** How a picture is shown. */
export interface ShownPicture {
  /** Where its boxes lead to. @default they lead nowhere */
  readonly linkOf?: (node: StepNode) => string;
  /** The step around which a large picture is shown. @default the one that most needs a look */
  readonly at?: string | undefined;
  /** The page that shows the picture around another step, as `?at=`. @default there is none */
  readonly path?: string;
}

/** A picture that can be zoomed and moved; of a large one the part around a step, and a way to other parts. */
export function pictureFrame(picture: Picture, { linkOf, at, path }: ShownPicture): Html {
  const draw = (drawn: Picture) => new Html(drawPicture(drawn, '', linkOf && { linkOf }));
  if (picture.nodes.length <= MOST_DRAWN) return frame('Picture of the steps', draw(picture));
  const centre = findStep(picture, at) ?? findStep(picture);
  if (centre === undefined) return markup``;
  const isUnknown = at !== undefined && !centre.names.includes(at);
  const names = picture.nodes.flatMap((node) => (node.kind === 'step' ? node.names : []));
  const part = neighbourhood(picture, centre, AROUND);
  return markup`${
    path !== undefined &&
    markup`<form action="${path}" method="get" role="search" aria-label="Steps of the graph"><label class="grow">Show the graph around<input type="search" name="at" list="graph-steps" value="${at ?? ''}" placeholder="${centre.names[0]}" autocomplete="off"></label><datalist id="graph-steps">${names.map((name) => markup`<option value="${name}"></option>`)}</datalist><button type="submit">Show</button></form>`
  }
<p class="faint">${isUnknown && `There is no step "${at}". `}The graph has ${formatNumber(picture.nodes.length)} boxes. These are the ${part.nodes.length} nearest to <strong class="mono">${centre.names[0]}</strong>.</p>
${frame('Part of the picture of the steps', draw(part))}`;
}

/** A frame in which a drawing can be zoomed and moved. */
export function frame(label: string, drawing: Part): Html {
  return markup`${zoomButtons('picture', 'the picture')}
<div class="picture" id="picture" tabindex="0" role="region" aria-label="${label}">${drawing}</div>`;
}

/** Buttons that make a frame's content larger and smaller. */
export function zoomButtons(id: string, what: string): Html {
  const button = (zoom: string, sign: string, meaning: string) =>
    markup`<button type="button" data-zoom="${zoom}" data-of="${id}" aria-label="${meaning}">${sign}</button>`;
  return markup`<div class="zoom" role="group" aria-label="Size of ${what}">${button('0.8', '−', 'Smaller')}${button('1.25', '+', 'Larger')}${button('fit', 'Fit', 'Fit the page')}</div>`;
}
