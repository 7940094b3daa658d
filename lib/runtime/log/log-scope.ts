import { loadLines } from '../later/load-lines.ts';
import { safely } from '../safely.ts';
import { scopeOf } from '../scope.ts';

/** One line of the log. */
export interface LogRecord {
  /** How much the line matters. */
  readonly level: LogLevel;
  /** What happened, for people. */
  readonly message: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly [field: string]: unknown;
}

/** The levels of the log, from the least to the most important. */
export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** Takes the records of a log. */
export type LogSink = (record: LogRecord) => void;

interface LogScope {
  readonly sink: LogSink;
  readonly fields: Readonly<Record<string, unknown>>;
}

const scope = /* @__PURE__ */ scopeOf<LogScope>('log');

/** Runs the function; whatever it logs, however deep, goes to the sink and carries the fields. */
export function withLog<T>(sink: LogSink, fields: Readonly<Record<string, unknown>>, run: () => T): T {
  return scope.run({ sink, fields: saidBy(fields) }, run);
}

/** Writes one record to the sink of the current scope: standard output where there is none. */
export function writeLog(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const { sink = stdoutSink, fields: common } = scope.get() ?? {};
  const record = { level, message, timestamp: new Date().toISOString(), ...common, ...saidBy(fields) };
  // A log never fails the work that it reports on: an error from here would take the place of the step's own.
  safely(() => sink(record), undefined);
}

/** The fields that say something. */
function saidBy(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  } catch {
    return loadLines().fieldsOf(fields);
  }
}

/** Writes one line of JSON per record to standard output, as CloudWatch Logs Insights reads it. */
export const stdoutSink: LogSink = (record) => {
  if (RANKS[record.level] < lowestRank()) return;
  const line = `${toLine(record)}\n`;
  if (process.env.AWS_LAMBDA_RUNTIME_API === undefined) process.stdout.write(line);
  else writeOut(line);
};

const STANDARD_OUTPUT = 1;

/** On Lambda, `process.stdout` would have to load Node's streams and sockets first: it would be most of a cold start of ours. */
function writeOut(line: string): void {
  const bytes = Buffer.from(line);
  let written = 0;
  try {
    while (written < bytes.length) {
      written += process.getBuiltinModule('node:fs').writeSync(STANDARD_OUTPUT, bytes, written);
    }
  } catch {
    // The pipe may be full for now: a stream can wait.
    process.stdout.write(bytes.subarray(written));
  }
}

const RANKS: Readonly<Record<LogLevel, number>> = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4 };

/** Lambda's own log level setting applies to our lines too. */
function lowestRank(): number {
  const level = (process.env.AWS_LAMBDA_LOG_LEVEL ?? process.env.LOG_LEVEL ?? 'INFO').toUpperCase();
  return (RANKS as Readonly<Record<string, number>>)[level] ?? RANKS.INFO;
}

/** What JSON cannot carry is written as text. */
function toLine(record: LogRecord): string {
  try {
    return JSON.stringify(record);
  } catch {
    return loadLines().lineInWords(record);
  }
}
