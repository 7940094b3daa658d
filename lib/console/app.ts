import { Hono, type Context } from 'hono';
import { TaskerClientError, type TaskerClient } from '../client/index.ts';
import { TASK_STATUSES } from '../client/responses/task-status.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { markup, type Html } from './html.ts';
import { pageOf } from './pages/page.ts';
import { runSections } from './pages/run-sections.ts';
import { cancelForm } from './pages/cancel-form.ts';
import { listSections } from './pages/list-sections.ts';

/** What a console works with. */
export interface ConsoleOptions {
  readonly client: TaskerClient;
  /** Lets nobody change anything. @default false */
  readonly readOnly?: boolean;
  /** ms since 1970. @default Date.now */
  readonly now?: () => number;
}

const PER_PAGE = 50;

/** Whether a path is one of the console's. */
export function isConsolePath(path: string): boolean {
  return path === '/' || path.startsWith('/runs/') || path === '/console.css' || path === '/console.js';
}

/**
 * The web console: the runs at `/`, and each run at a page of its own. Pages are made here, from what a client reads; their script
 * brings them up to date and listens to keys. Who serves it keeps pages of other origins away.
 */
export function consoleApp({ client, readOnly = false, now = Date.now }: ConsoleOptions): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  });
  app.onError((error, c) => {
    const isKnown = error instanceof TaskerClientError;
    const status = isKnown && error.code === 'NOT_FOUND' ? 404 : isKnown && error.code === 'BAD_REQUEST' ? 400 : 502;
    return show(
      c,
      'Not to be shown',
      markup`<p class="failure">${error.message}</p><p><a href="/">All runs</a></p>`,
      status,
    );
  });
  app.notFound((c) => show(c, 'No such page', markup`<p>There is no such page. <a href="/">All runs</a></p>`, 404));

  app.get('/console.css', (c) => c.body(PAGE_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/console.js', (c) => c.body(PAGE_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));

  app.get('/', async (c) => {
    const { status, namespace, name } = c.req.query();
    const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1);
    const known = TASK_STATUSES.find((state) => state === status);
    const list = await client.listTasks({
      page,
      per_page: PER_PAGE,
      ...(known !== undefined && { status: known }),
      ...(namespace !== undefined && namespace !== '' && { namespace }),
      ...(name !== undefined && name !== '' && { name }),
    });
    return show(c, 'Runs', listSections(list, { states: TASK_STATUSES, status: known, namespace, name }));
  });

  app.get('/runs/:id', async (c) => {
    const task = await client.viewTask(c.req.param('id'));
    const { namespace, name } = task.identity;
    const isOver = task.stoppedAt !== undefined;
    return show(
      c,
      `${namespace}/${name}`,
      markup`${runSections({ task, now: now(), mode: 'shown' })}${!isOver && !readOnly && cancelForm(task.id)}`,
    );
  });

  app.post('/runs/:id/cancel', async (c) => {
    // A form of another page cannot send this type.
    if (c.req.header('Content-Type') !== 'application/json')
      return c.json({ error: 'application/json is taken alone' }, 415);
    if (readOnly) return c.json({ error: 'The console is read-only.' }, 403);
    const body: unknown = await c.req.json().catch(() => undefined);
    const reason = typeof body === 'object' && body !== null && 'reason' in body ? body.reason : undefined;
    await client.cancelTask(c.req.param('id'), typeof reason === 'string' && reason !== '' ? reason : undefined);
    return c.json({ cancelled: true });
  });
  return app;
}

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
} as const;

function show(
  c: Context,
  title: string,
  content: Html,
  status: 200 | 400 | 404 | 502 = 200,
): Response | Promise<Response> {
  return c.html(pageOf(title, content), status);
}
