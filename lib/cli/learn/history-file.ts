import { isJsonObject } from '../../json.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import { readEvent } from '../../states-language/read-event.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readJsonFile } from '../read-json.ts';

/**
 * Reads the history of an execution, oldest event first: what `run --history` and `aws stepfunctions get-execution-history`
 * write, or the bare list of events.
 */
export function readHistory(path: string, io: CliIo): readonly HistoryEvent[] {
  const value = readJsonFile(path, 'a history', io);
  const events: unknown = isJsonObject(value) ? value['events'] : value;
  if (!Array.isArray(events)) {
    throw new UsageError(
      `The file "${path}" does not hold a history: it must be a list of events, or {"events": […]}.`,
    );
  }
  const history = events
    .flatMap((event: unknown, index) => {
      const timestamp = isJsonObject(event) ? secondsOf(event['timestamp']) : undefined;
      if (
        isJsonObject(event) &&
        typeof event['id'] === 'number' &&
        typeof event['type'] === 'string' &&
        timestamp !== undefined
      ) {
        return readEvent({ ...event, timestamp }) ?? [];
      }
      throw new UsageError(
        `The file "${path}" does not hold a history: event ${index + 1} has no id, type and timestamp.`,
      );
    })
    .sort((a, b) => a.id - b.id);
  if (history[0]?.type === 'ExecutionStarted') return history;
  throw new UsageError(
    events.length === 0
      ? `The file "${path}" holds a history without events. "run --history FILE" writes a whole one.`
      : `The file "${path}" holds a part of a history: its first event is not ExecutionStarted. Write all pages to one file.`,
  );
}

/** The API tells times in seconds; the AWS CLI writes them as dates. */
function secondsOf(timestamp: unknown): number | undefined {
  const seconds = typeof timestamp === 'string' ? Date.parse(timestamp) / 1000 : timestamp;
  return typeof seconds === 'number' && Math.abs(seconds) < 1e12 ? seconds : undefined;
}
