import type { EventBus } from './event-bus.ts';

/** Appends events to a file, given by its `file:` URL, one JSON document a line: for local runs. */
export function fileBus(url: string): EventBus {
  return {
    seesFast: true,
    async put({ source, detailType, time, resources, detail, delivery }) {
      const { appendFile } = await import('node:fs/promises');
      const id = (detail as { readonly event_id?: string }).event_id;
      const event = { version: '0', id, 'detail-type': detailType, source, time, resources, detail, delivery };
      // One write of a whole line: functions in several processes write to the same file.
      await appendFile(new URL(url), `${JSON.stringify(event)}\n`);
    },
  };
}
