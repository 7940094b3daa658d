import type { LogRecord, LogSink } from '../../runtime/index.ts';

/** Fields of every line of the runtime; a run has one task, and shows the step at the beginning of the line. */
const COMMON = new Set(['level', 'message', 'timestamp', 'correlation_id', 'task_id', 'namespace', 'task', 'step']);
COMMON.add('attempt').add('request_id').add('event_errors');

/** What Lambda's runtime writes before what a handler says to the console: time, request, level. */
const CONSOLE = /^\S+\t\S+\t(?:TRACE|DEBUG|INFO|WARN|ERROR)\t/;

/** Shows what handlers write: lines of their log as {@link handlerLog} does, all others as they are. */
export function handlerOutput(note: (step: string, text: string) => void): (output: string) => void {
  const log = handlerLog(note);
  return (output) => {
    for (const line of output.split('\n')) {
      const record = readRecord(line);
      if (record !== undefined) log(record);
      else if (line !== '') note('', line.replace(CONSOLE, '').replaceAll('\r', '\n'));
    }
  };
}

/** Shows what went wrong with domain events, and nothing else: it fails no step, and would pass unseen. */
export function eventErrors(note: (step: string, text: string) => void): (output: string) => void {
  const log = handlerLog(note);
  return (output) => {
    if (!output.includes('"event_errors":')) return;
    for (const record of output.split('\n').map(readRecord)) {
      if (record?.event_errors !== undefined) log(record);
    }
  };
}

function readRecord(line: string): LogRecord | undefined {
  if (!line.startsWith('{"level":')) return undefined;
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return undefined;
  }
}

/** Shows the handlers' log lines: the step they come from, level, message, and the fields that are the line's own. */
function handlerLog(note: (step: string, text: string) => void): LogSink {
  return (record) => {
    const { level, message, step } = record;
    const own = Object.entries(record).filter(([key, value]) => !COMMON.has(key) && value !== undefined);
    const fields = own.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(own))}`;
    note(typeof step === 'string' ? step : '', `${level} ${message}${fields}`);
  };
}
