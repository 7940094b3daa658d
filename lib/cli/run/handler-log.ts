import type { LogSink } from '../../runtime/index.ts';

/** Fields of every line of the runtime; a run has one task, and shows the step at the beginning of the line. */
const COMMON = new Set(['level', 'message', 'timestamp', 'correlation_id', 'task_id', 'namespace', 'task', 'step']);
COMMON.add('attempt').add('request_id');

/** Shows the handlers' log lines: the step they come from, level, message, and the fields that are the line's own. */
export function handlerLog(note: (step: string, text: string) => void): LogSink {
  return (record) => {
    const { level, message, step } = record;
    const own = Object.entries(record).filter(([key, value]) => !COMMON.has(key) && value !== undefined);
    const fields = own.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(own))}`;
    note(typeof step === 'string' ? step : '', `${level} ${message}${fields}`);
  };
}
