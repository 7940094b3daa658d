import { Hono } from 'hono';
import { TaskerClientError } from '../client/index.ts';
import { PAGE_SCRIPT } from './browser/page-script.ts';
import type { ConsoleOptions } from './console-options.ts';
import { markup } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { requireToken } from './require-token.ts';
import { actRoutes } from './routes/act-routes.ts';
import { liveRoutes } from './routes/live-routes.ts';
import { machineRoutes } from './routes/machine-routes.ts';
import { runRoutes } from './routes/run-routes.ts';
import { pageMaker } from './routes/show-page.ts';
import { templateRoutes } from './routes/template-routes.ts';

const PATHS = /^\/(?:$|(?:runs|templates|machines)(?:\/|$)|(?:start|compare|functions|live|console\.css|console\.js)$)/;

/** Whether a path is one of the console's. */
export function isConsolePath(path: string): boolean {
  return PATHS.test(path);
}

/**
 * The web console: the runs at `/`, and all there is to be seen of each at pages of its own. Pages are made here, from what a
 * client or files tell; their script keeps them up to date and listens to keys. Who serves it keeps pages of other origins away.
 */
export function consoleApp(options: ConsoleOptions): Hono {
  const show = pageMaker(options);
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
  });
  if (options.token !== undefined) app.use(requireToken(options.token));
  app.onError((error, c) => {
    const status = statusOf(error);
    if (c.req.method === 'POST') return c.json({ error: error.message }, status);
    const content = markup`<p class="failure">${error.message}</p><p><a href="/">All runs</a></p>`;
    return show(c, { title: 'Not to be shown', content }, status);
  });
  app.notFound((c) => {
    const content = markup`<p>There is no such page. <a href="/">All runs</a></p>`;
    return show(c, { title: 'No such page', content }, 404);
  });
  app.get('/console.css', (c) => c.body(PAGE_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/console.js', (c) => c.body(PAGE_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.route('/', liveRoutes(options));
  app.route('/', runRoutes(options, show));
  app.route('/', templateRoutes(options, show));
  app.route('/', actRoutes(options, show));
  app.route('/', machineRoutes(options, show));
  return app;
}

/** What the client refuses is the reader's to mend; what fails, that of Step Functions. */
function statusOf(error: Error): 400 | 404 | 502 {
  if (!(error instanceof TaskerClientError)) return 502;
  if (error.code === 'NOT_FOUND') return 404;
  return error.code === 'SERVICE_UNAVAILABLE' || error.code === 'INTERNAL_ERROR' ? 502 : 400;
}

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;
