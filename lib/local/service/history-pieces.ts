import type { HistoryEvent } from '../../states-language/history.ts';

/** So many characters a piece of a history has, unless it is the last one: a page of events is read from a few of them. */
const PIECE_CHARS = 1_000_000;

/** Events of a history that follow one another, as JSON text. */
export interface HistoryPiece {
  /** The id of the last one. */
  readonly lastId: number;
  readonly text: string;
}

/** The events of a history from one id to another. */
export interface EventRange {
  readonly firstId: number;
  readonly lastId: number;
}

/** All events of a history. */
export const WHOLE_HISTORY: EventRange = { firstId: 1, lastId: Infinity };

/**
 * Cuts a history into pieces that are read by themselves: a page costs as much as it holds, and a history may be longer than the
 * longest string.
 */
export function cutHistory(events: readonly HistoryEvent[]): readonly HistoryPiece[] {
  const pieces: HistoryPiece[] = [];
  let texts: string[] = [];
  let size = 0;
  for (const event of events) {
    const text = JSON.stringify(event);
    texts.push(text);
    size += text.length;
    if (size < PIECE_CHARS && event !== events.at(-1)) continue;
    pieces.push({ lastId: event.id, text: `[${texts.join(',')}]` });
    texts = [];
    size = 0;
  }
  return pieces;
}

/** Reads a range of a history's events. `textOf` gives the text of a piece that holds some of them. */
export function readPieces<T extends Pick<HistoryPiece, 'lastId'>>(
  pieces: readonly T[],
  { firstId, lastId }: EventRange,
  textOf: (piece: T, index: number) => string,
): readonly HistoryEvent[] {
  return pieces.flatMap((piece, index) => {
    const before = pieces[index - 1]?.lastId ?? 0;
    if (before >= lastId || piece.lastId < firstId) return [];
    const events = JSON.parse(textOf(piece, index)) as readonly HistoryEvent[];
    return events.filter(({ id }) => id >= firstId && id <= lastId);
  });
}
