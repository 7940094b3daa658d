import { Hono } from 'hono';
import type { ConsoleOptions } from '../console-options.ts';
import { liveStream } from '../live/live-stream.ts';

/** The stream that tells pages when they have changed. */
export function liveRoutes({ changes }: ConsoleOptions): Hono {
  const routes = new Hono();
  routes.get('/live', (c) => {
    // A browser to which this is said stops asking, and reads the page again and again instead.
    if (changes === undefined) return c.body(null, 204);
    const { run, since } = c.req.query();
    const known = c.req.header('Last-Event-ID') ?? since;
    return c.body(liveStream(changes, run === '' ? undefined : run, known === '' ? undefined : known), 200, {
      'Content-Type': 'text/event-stream',
    });
  });
  return routes;
}

/** Where a page is told of its changes, and from which of them on. @param version What a source that is asked again and again shows. */
export function liveFor(
  { changes }: ConsoleOptions,
  run: string | undefined,
  version?: string,
): { readonly path: string; readonly version: string | undefined } | undefined {
  if (changes === undefined) return undefined;
  return {
    path: `/live?${new URLSearchParams({ run: run ?? '' }).toString()}`,
    version: changes.versionOf(run) ?? version,
  };
}
