import type { JsonValue } from '../json.ts';
import { maskSecrets } from './payloads.ts';
import type { InvocationLog } from './workshop.ts';

/** A line of a log; what is JSON taken apart. */
export interface LogLine {
  readonly text: string;
  readonly level?: string;
  /** ISO 8601. */
  readonly time?: string;
  /** What else the line tells. */
  readonly rest?: Readonly<Record<string, JsonValue>>;
}

/** What every line of a run says, and the page has said already. */
const KNOWN: ReadonlySet<string> = new Set([
  'level',
  'message',
  'timestamp',
  'task_id',
  'correlation_id',
  'namespace',
  'task',
  'step',
  'request_id',
  'handler',
]);

/** The lines of an invocation's log, without those of Lambda that tell nothing but that it ran. */
export function logLines(text: string): readonly LogLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^(?:START|END) RequestId: /.test(line))
    .map(readLine);
}

/** What was logged, by step, each line as text. */
export function logTexts(logs: readonly InvocationLog[]): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const { step, text } of logs) {
    const lines = logLines(text).map(textOf);
    texts.set(step, [...(texts.get(step) ?? []), ...lines]);
  }
  return texts;
}

function textOf({ time, level, text, rest = {} }: LogLine): string {
  const fields = Object.keys(rest).length === 0 ? undefined : JSON.stringify(maskSecrets(rest));
  return [time?.slice(11, 23), level, text, fields].filter((part) => part !== undefined).join('  ');
}

function readLine(text: string): LogLine {
  if (!text.startsWith('{')) return { text };
  let value: Readonly<Record<string, JsonValue>>;
  try {
    value = JSON.parse(text) as Readonly<Record<string, JsonValue>>;
  } catch {
    // A line may be cut, or only look like JSON.
    return { text };
  }
  const { level, message, timestamp } = value;
  if (typeof message !== 'string') return { text };
  return {
    text: message,
    ...(typeof level === 'string' && { level }),
    ...(typeof timestamp === 'string' && { time: timestamp }),
    rest: Object.fromEntries(Object.entries(value).filter(([key]) => !KNOWN.has(key))),
  };
}
