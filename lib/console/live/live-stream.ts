import type { Changes } from './changes.ts';

/** So often a connection that is idle is written to, in ms: whoever has gone away is noticed, and no proxy cuts it. */
const ALIVE_MS = 15_000;

/**
 * Server-sent events of what changes: each has the version as its id, by which a browser that was cut off goes on where it was.
 *
 * @param since The version that the page shows, or the last one that it was told.
 */
export function liveStream(changes: Changes, run: string | undefined, since: string | undefined): ReadableStream {
  const encoder = new TextEncoder();
  let stop = () => {};
  let alive: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => {
        controller.enqueue(encoder.encode(text));
      };
      send('retry: 1000\n\n');
      alive = setInterval(() => send(':\n\n'), ALIVE_MS);
      alive.unref();
      stop = changes.watch({
        run,
        since,
        tell: (version) => send(`id: ${version}\ndata: changed\n\n`),
        end: () => {
          clearInterval(alive);
          controller.close();
        },
      });
    },
    cancel() {
      clearInterval(alive);
      stop();
    },
  });
}
