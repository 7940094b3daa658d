import { type LogLevel, writeLog } from './log-scope.ts';

/** What a log line carries beside its message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes a line of the log: its message and its fields, in whichever order. Tasker's publishers have the fields first. */
export interface LogMethod {
  (message: string, fields?: LogFields): void;
  (fields: LogFields, message?: string): void;
}

/** A logger whose every line carries the same fields. */
export interface Logger {
  /** Writes a line of level TRACE. */
  trace: LogMethod;
  /** Writes a line of level DEBUG. */
  debug: LogMethod;
  /** Writes a line of level INFO. */
  info: LogMethod;
  /** Writes a line of level WARN. */
  warn: LogMethod;
  /** Writes a line of level ERROR. */
  error: LogMethod;
}

/**
 * Makes a logger with fields of its own. Inside a handler, every line also carries the task, the step, the attempt and
 * the correlation id.
 *
 * @example
 * ```ts
 * import { createLogger } from 'tasker-sfn/runtime';
 * const log = createLogger({ component: 'billing' });
 * log.info('Profile created', { profile: 'bil_1' });
 * ```
 */
export function createLogger(ownFields: LogFields = {}): Logger {
  const at =
    (level: LogLevel): LogMethod =>
    (first: string | LogFields, second?: string | LogFields): void => {
      const [message, fields] = typeof first === 'string' ? [first, second] : [second, first];
      writeLog(level, typeof message === 'string' ? message : '', { ...ownFields, ...(fields as LogFields) });
    };
  return { trace: at('TRACE'), debug: at('DEBUG'), info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}

/** Writes a line of level TRACE; see {@link createLogger} for what it carries. */
export function logTrace(message: string, fields?: LogFields): void {
  writeLog('TRACE', message, fields);
}

/** Writes a line of level DEBUG; see {@link createLogger} for what it carries. */
export function logDebug(message: string, fields?: LogFields): void {
  writeLog('DEBUG', message, fields);
}

/** Writes a line of level INFO; see {@link createLogger} for what it carries. */
export function logInfo(message: string, fields?: LogFields): void {
  writeLog('INFO', message, fields);
}

/** Writes a line of level WARN; see {@link createLogger} for what it carries. */
export function logWarn(message: string, fields?: LogFields): void {
  writeLog('WARN', message, fields);
}

/** Writes a line of level ERROR; see {@link createLogger} for what it carries. */
export function logError(message: string, fields?: LogFields): void {
  writeLog('ERROR', message, fields);
}
