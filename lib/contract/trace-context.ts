/** The place in a trace at which work is asked for: a trace, and the span that asks. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether the trace is kept. */
  readonly isSampled: boolean;
}

/** Reads X-Ray's header, such as `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`; undefined of one without a parent. */
export function readTraceHeader(header: string | undefined): TraceContext | undefined {
  const [, seconds, random] = /(?:^|;)Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/.exec(header ?? '') ?? [];
  const [, spanId] = /(?:^|;)Parent=([0-9a-f]{16})(?:;|$)/.exec(header ?? '') ?? [];
  if (seconds === undefined || random === undefined || spanId === undefined) return undefined;
  return { traceId: seconds + random, spanId, isSampled: /(?:^|;)Sampled=1(?:;|$)/.test(header ?? '') };
}

/** The same place as W3C's header `traceparent`, which OpenTelemetry reads. */
export function writeTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-0${isSampled ? 1 : 0}`;
}

/** X-Ray's header for W3C's `traceparent`, so that Step Functions goes on with a caller's trace; undefined of what is none. */
export function traceHeaderOf(traceparent: string): string | undefined {
  const [, traceId = '', spanId = '', flags = ''] =
    /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(traceparent.trim()) ?? [];
  if (!/[^0]/.test(traceId) || !/[^0]/.test(spanId)) return undefined;
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=${isSampled ? 1 : 0}`;
}
