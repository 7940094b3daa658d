import type { Context } from 'hono';
import type { ConsoleOptions } from '../console-options.ts';
import { pageOf, type Page } from '../pages/page.ts';

/** The status of a page. */
type PageStatus = 200 | 400 | 404 | 502;

/** Answers with a page. */
export type ShowPage = (c: Context, page: Page, status?: PageStatus) => Response | Promise<Response>;

/** Makes pages, each with the places that there are in this console. */
export function pageMaker({ actions, machines, workshop }: ConsoleOptions): ShowPage {
  const places = { machines: machines !== undefined, functions: workshop !== undefined, start: actions !== undefined };
  return (c, page, status = 200) => c.html(pageOf(page, places, c.req.path), status);
}
