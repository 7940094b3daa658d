import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { HistoryArchive } from './executions.ts';

/** Keeps histories in memory. Compressed: a history repeats its payloads many times. */
export class MemoryArchive implements HistoryArchive {
  readonly #histories = new Map<string, Uint8Array>();

  begin(): void {
    // What runs knows its own history.
  }

  save({ arn }: ExecutionRecord, events: readonly HistoryEvent[]): void {
    // A copy of just the size: the result lies in a buffer of zlib's that is many times larger.
    this.#histories.set(arn, new Uint8Array(deflateRawSync(JSON.stringify(events))));
  }

  async read({ arn }: ExecutionRecord): Promise<readonly HistoryEvent[]> {
    const packed = this.#histories.get(arn);
    return packed === undefined ? [] : (JSON.parse(inflateRawSync(packed).toString()) as readonly HistoryEvent[]);
  }

  remove({ arn }: ExecutionRecord): void {
    this.#histories.delete(arn);
  }
}
