import { type LogLevel, writeLog } from './log-scope.ts';

/** What a log line carries beside its message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A logger whose every line carries the same fields. */
export interface Logger {
  /** Writes a line of level TRACE. */
  trace(message: string, fields?: LogFields): void;
  /** Writes a line of level DEBUG. */
  debug(message: string, fields?: LogFields): void;
  /** Writes a line of level INFO. */
  info(message: string, fields?: LogFields): void;
  /** Writes a line of level WARN. */
  warn(message: string, fields?: LogFields): void;
  /** Writes a line of level ERROR. */
  error(message: string, fields?: LogFields): void;
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
    (level: LogLevel) =>
    (message: string, fields?: LogFields): void =>
      writeLog(level, message, { ...ownFields, ...fields });
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
