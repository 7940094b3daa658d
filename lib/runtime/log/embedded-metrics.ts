import { type LogRecord, type LogSink, stdoutSink } from './log-scope.ts';

const METRICS = [
  { Name: 'attempts', Unit: 'Count' },
  { Name: 'failures', Unit: 'Count' },
  { Name: 'duration', Unit: 'Milliseconds' },
  { Name: 'parked_bytes', Unit: 'Bytes' },
] as const;

/** By template, and by step of it. */
const DIMENSIONS = [
  ['namespace', 'task'],
  ['namespace', 'task', 'step'],
] as const;

/**
 * A log in which the line that ends an attempt is a metric, too, in CloudWatch's embedded metric format: `attempts`, `failures`, `duration` and
 * `parked_bytes` in the namespace `Tasker`, by template and by step. `TaskerWorkflow` has functions log so when its prop `metrics` asks for
 * it. CloudWatch bills each metric of each step.
 *
 * @param sink where the lines go; default: standard output
 * @example
 * ```ts
 * import { createStepFunction, defineHandler, embeddedMetrics } from 'tasker-sfn/runtime';
 * const Ping = defineHandler('Demo::Ping', {}, () => ({ pong: true }));
 * export const handler = createStepFunction(Ping, { logger: embeddedMetrics() });
 * ```
 */
export function embeddedMetrics(sink: LogSink = stdoutSink): LogSink {
  return (record) => {
    const values = valuesOf(record);
    if (values === undefined) sink(record);
    else sink({ ...record, ...values, _aws: metadataOf(record, Object.keys(values)) });
  };
}

/** The metrics of an attempt that has ended; none of any other line. */
function valuesOf({ message, duration_ms: duration, parked, result_bytes: bytes, step }: LogRecord) {
  if (typeof step !== 'string') return undefined;
  switch (message) {
    case 'Step succeeded':
      return { attempts: 1, failures: 0, duration, parked_bytes: parked === true ? bytes : 0 };
    case 'Step failed':
      return { attempts: 1, failures: 1, duration };
    // The process of the attempt could not tell how long it took.
    case 'Step gave no answer':
      return { attempts: 1, failures: 1 };
    default:
      return undefined;
  }
}

function metadataOf({ timestamp }: LogRecord, names: readonly string[]) {
  const Metrics = METRICS.filter(({ Name }) => names.includes(Name));
  return {
    Timestamp: Date.parse(timestamp),
    CloudWatchMetrics: [{ Namespace: 'Tasker', Dimensions: DIMENSIONS, Metrics }],
  };
}
