import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogRecord } from '../runtime/index.ts';

/** Names a folder for the reports of runs in tests that fail. */
export const REPORTS_VARIABLE = 'TASKER_SFN_REPORTS';

/** Writes the report of a run to a file. */
type WriteReport = (file: string) => void;

/** What handlers have logged since the test began. */
let records: LogRecord[] = [];
/** The runs since the test began. */
let runs: WriteReport[] = [];
/** Whether the test runner tells when tests begin and fail: else all would be kept for nobody. */
let isWatched = false;

/** Keeps a line, in case that the test fails. */
export function noteRecord(record: LogRecord): void {
  if (isWatched) records.push(record);
}

/** Keeps a run, in case that the test fails. */
export function noteRun(writeReport: WriteReport): void {
  if (isWatched) runs.push(writeReport);
}

/** A new test begins: what was before is none of its business. */
export function beginTest(): void {
  isWatched = true;
  records = [];
  runs = [];
}

/** Shows what handlers have logged in a test that has failed, and writes the reports of its runs where the user wants them. */
export function tellFailedTest(name: string): void {
  const text = recordedText();
  if (text !== '') console.log(`What handlers have logged:\n${text}`);
  const folder = process.env[REPORTS_VARIABLE];
  if (folder === undefined || folder === '' || runs.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const files = runs.map((writeReport, index) => {
    const file = join(folder, `${fileName(name)}${index === 0 ? '' : `-${index + 1}`}.html`);
    writeReport(file);
    return file;
  });
  console.log(`Reports of the test's runs: ${files.join(', ')}`);
}

/** The lines of the test as a person reads them. */
export function recordedText(): string {
  return records.map((record) => `${logLine(record)}\n`).join('');
}

/** A line of a handler's log: the step, the level, and the message. */
export function logLine({ step, level, message }: LogRecord): string {
  return `${typeof step === 'string' ? `${step}: ` : ''}${level} ${message}`;
}

/** A test's name as a file's. */
function fileName(name: string): string {
  return name
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100);
}
