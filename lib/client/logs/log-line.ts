import { isJsonObject, type JsonObject } from '../../json.ts';
import { parseJson } from '../parse-json.ts';

/** A line that a step's function has logged. */
export interface TaskLogLine {
  /** When it was written: ISO 8601. */
  readonly timestamp: string;
  /** How much it matters, such as `INFO`; empty where the line does not say. */
  readonly level: string;
  /** What it says. */
  readonly message: string;
  /** The step, or null where nothing tells. */
  readonly step: string | null;
  /** Which attempt of the step, from 1, or null where nothing tells. */
  readonly attempt: number | null;
  /** Lambda's id of the invocation, or null where nothing tells. */
  readonly request_id: string | null;
  /** What the line says beside, such as `duration_ms`. */
  readonly fields: JsonObject;
}

/** A line of a log group, and the task that it is of where it says so. */
export interface ReadLine extends TaskLogLine {
  readonly task: string | undefined;
}

/** What Lambda's runtime writes before what a handler says to the console: time, request, level. */
const CONSOLE = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\t([\w-]+)\t([A-Z]+)\t([^]*)$/;

/** Lambda's own lines in text: they begin, end and bill an invocation. */
const FRAME = /^(?:INIT_START|START|END|REPORT|EXTENSION|TELEMETRY|XRAY)\b/;

/** How long it took to start the function, of an invocation that found none ready. */
const COLD = /^REPORT RequestId: (\S+)\t[^]*\bInit Duration: ([\d.]+) ms/;

/** What Lambda says of an invocation that it ended: `<time> <request> Task timed out …`, or `RequestId: <request> Error: …`. */
const FAULT = /^(?:\S+Z )?(?:RequestId: )?([0-9a-f-]{36}) (?:Error: )?([^]*)$/;

/** Fields of the runtime's lines that have a place of their own, or are the same on all. */
const COMMON: readonly string[] = [
  ...['level', 'message', 'timestamp', 'step', 'attempt', 'request_id', 'requestId'],
  ...['task_id', 'correlation_id', 'parent_correlation_id', 'namespace', 'task'],
];

/**
 * Reads a line of a function's log: one of the runtime, of the console, or of Lambda about an invocation that it ended, or for which it had
 * to start the function. Lambda's other lines say nothing of the step: there is none then.
 */
export function readLine(text: string, at: number): ReadLine | undefined {
  const line = text.trimEnd();
  const plain = { level: '', step: null, attempt: null, request_id: null, fields: {}, task: undefined };
  const timestamp = new Date(at).toISOString();
  const json = line.startsWith('{') ? parseJson(line) : undefined;
  if (isJsonObject(json))
    return typeof json.type === 'string' && 'record' in json
      ? platformLine(json, timestamp)
      : jsonLine(json, line, timestamp);
  const [, cold, initMs] = COLD.exec(line) ?? [];
  if (cold !== undefined) return coldStart(cold, Number(initMs), timestamp);
  if (line === '' || FRAME.test(line)) return undefined;
  const [, time, request, level, said] = CONSOLE.exec(line) ?? [];
  if (said !== undefined) {
    return { ...plain, timestamp: time ?? timestamp, level: level ?? '', message: said, request_id: request ?? null };
  }
  const [, ended, why] = FAULT.exec(line) ?? [];
  if (ended !== undefined) return { ...plain, timestamp, level: 'ERROR', message: why ?? '', request_id: ended };
  return { ...plain, timestamp, message: line };
}

function jsonLine(json: JsonObject, line: string, timestamp: string): ReadLine {
  const { level, message, step, attempt, task_id: task } = json;
  // Lambda spells it otherwise where it writes what a handler says to the console.
  const request = json.request_id ?? json.requestId;
  return {
    timestamp: textOf(json.timestamp) ?? timestamp,
    level: textOf(level) ?? '',
    message: textOf(message) ?? (message === undefined ? line : JSON.stringify(message)),
    step: textOf(step) ?? null,
    attempt: typeof attempt === 'number' ? attempt : null,
    request_id: textOf(request) ?? null,
    fields: Object.fromEntries(Object.entries(json).filter(([name]) => !COMMON.includes(name))),
    task: textOf(task),
  };
}

function coldStart(request: string, initMs: number, timestamp: string): ReadLine {
  return {
    ...{ timestamp, level: '', message: `The function was started in ${initMs} ms.`, step: null, attempt: null },
    ...{ request_id: request, fields: { init_duration_ms: initMs }, task: undefined },
  };
}

/** Of Lambda's own lines in JSON, one tells how an invocation ended, and one how long its function took to start. */
function platformLine({ type, record }: JsonObject, timestamp: string): ReadLine | undefined {
  if (type === 'platform.report' && isJsonObject(record) && isJsonObject(record.metrics)) {
    const { initDurationMs } = record.metrics;
    const request = textOf(record.requestId);
    if (typeof initDurationMs === 'number' && request !== undefined)
      return coldStart(request, initDurationMs, timestamp);
  }
  if (type !== 'platform.runtimeDone' || !isJsonObject(record) || record.status === 'success') return undefined;
  // What the handler has thrown, its own line tells.
  const ended = { timeout: 'The function timed out.', failure: 'The function ended.' }[textOf(record.status) ?? ''];
  if (ended === undefined) return undefined;
  const message = `${ended}${typeof record.errorType === 'string' ? ` ${record.errorType}` : ''}`;
  return {
    timestamp,
    level: 'ERROR',
    message,
    step: null,
    attempt: null,
    request_id: textOf(record.requestId) ?? null,
    fields: {},
    task: undefined,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
