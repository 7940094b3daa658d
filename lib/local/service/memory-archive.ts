import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { HistoryArchive } from './executions.ts';
import { cutHistory, readPieces, type EventRange } from './history-pieces.ts';

/** A piece of a history, as it is kept. */
interface PackedPiece {
  readonly lastId: number;
  readonly packed: Uint8Array;
}

/** Keeps histories in memory. Compressed: a history repeats its payloads many times. */
export class MemoryArchive implements HistoryArchive {
  readonly #histories = new Map<string, readonly PackedPiece[]>();

  begin(): void {
    // What runs knows its own history.
  }

  save({ arn }: ExecutionRecord, events: readonly HistoryEvent[]): void {
    // A copy of just the size: the result lies in a buffer of zlib's that is many times larger.
    const pieces = cutHistory(events).map(({ lastId, text }) => ({
      lastId,
      packed: new Uint8Array(deflateRawSync(text)),
    }));
    this.#histories.set(arn, pieces);
  }

  async read({ arn }: ExecutionRecord, range: EventRange): Promise<readonly HistoryEvent[]> {
    return readPieces(this.#histories.get(arn) ?? [], range, ({ packed }) => inflateRawSync(packed).toString());
  }

  remove({ arn }: ExecutionRecord): void {
    this.#histories.delete(arn);
  }
}
