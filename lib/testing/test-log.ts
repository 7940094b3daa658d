import type { LogRecord } from '../runtime/index.ts';

/** What handlers have logged since the test began. */
let records: LogRecord[] = [];

/** Keeps a line, in case that the test fails. */
export function noteRecord(record: LogRecord): void {
  records.push(record);
}

/** A new test begins: what was logged before is none of its business. */
export function forgetRecords(): void {
  records = [];
}

/** The lines of the test as a person reads them. */
export function recordedText(): string {
  return records.map((record) => `${logLine(record)}\n`).join('');
}

/** A line of a handler's log: the step, the level, and the message. */
export function logLine({ step, level, message }: LogRecord): string {
  return `${typeof step === 'string' ? `${step}: ` : ''}${level} ${message}`;
}
