import type { Picture, StepNode } from '../../viz/picture-parts.ts';
import { drawPicture } from '../../viz/render-svg.ts';
import { count } from '../../diagnostics/wording.ts';
import { Html, markup } from '../html.ts';

/** A picture of more boxes helps nobody, and takes long to draw. */
const MOST_DRAWN = 400;

/**
 * A picture that can be zoomed and moved.
 *
 * @param linkOf Where its boxes lead to.
 * @param instead What is said where there are too many of them.
 */
export function pictureFrame(picture: Picture, linkOf: (node: StepNode) => string, instead: Html): Html {
  const { nodes } = picture;
  if (nodes.length > MOST_DRAWN) {
    return markup`<p>${count(nodes.length, 'step')} are too many for a picture that can be read. ${instead}</p>`;
  }
  return markup`${zoomButtons('picture', 'the picture')}
<div class="picture" id="picture" tabindex="0" role="region" aria-label="Picture of the steps">${new Html(drawPicture(picture, '', { linkOf }))}</div>`;
}

/** Buttons that make a frame's content larger and smaller. */
export function zoomButtons(id: string, what: string): Html {
  const button = (zoom: string, sign: string, meaning: string) =>
    markup`<button type="button" data-zoom="${zoom}" data-of="${id}" aria-label="${meaning}">${sign}</button>`;
  return markup`<div class="zoom" role="group" aria-label="Size of ${what}">${button('0.8', '−', 'Smaller')}${button('1.25', '+', 'Larger')}${button('fit', 'Fit', 'Fit the page')}</div>`;
}
