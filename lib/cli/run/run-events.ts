import { readFile } from 'node:fs/promises';
import { EVENT_BUS_VARIABLE } from '../../contract/environment.ts';
import type { JsonObject } from '../../json.ts';

/** A domain event of a run, as its line in the file of events has it: an EventBridge event, and how it travels. */
export interface RunEvent {
  /** The event's name. */
  readonly 'detail-type': string;
  readonly source: string;
  readonly time: string;
  readonly delivery: 'durable' | 'fast' | 'broadcast';
  readonly detail: { readonly metadata: { readonly step_name: string } } & JsonObject;
}

/** Where the functions of a run put their domain events. */
export interface EventsFile {
  /** What tells the functions of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The events so far, in the order in which they were published. */
  read(): Promise<readonly RunEvent[]>;
}

/** A file of events in a folder, given by its `file:` URL, that goes with the folder. */
export function eventsFile(folder: string): EventsFile {
  const url = `${folder}/domain-events.jsonl`;
  return {
    environment: { [EVENT_BUS_VARIABLE]: url },
    async read() {
      const text = await readFile(new URL(url), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RunEvent);
    },
  };
}
