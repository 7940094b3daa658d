import { markup, type Html } from '../html.ts';

/**
 * What is known of a chosen step, beside the page on which it was chosen. The address of the page tells which it is.
 *
 * @param path The step's own page. @param closed The page without it.
 */
export function drawer(step: string, path: string, closed: string, content: Html): Html {
  return markup`<aside class="drawer" id="drawer" aria-labelledby="drawer-title" tabindex="-1"><nav aria-label="Step"><a href="${path}" data-page>Open as a page</a><a href="${closed}" data-close>Close</a></nav><h2 class="mono" id="drawer-title">${step}</h2>${content}</aside>`;
}
