import type { StepAttempt, StepView, StepWait } from '../client/index.ts';

/**
 * What a step did in a span of time: an attempt that ended so or runs, the start of its function, a wait for a token or before an attempt, or
 * one for other steps.
 */
export type SpanKind = StepAttempt['state'] | 'cold' | 'token' | 'retry' | StepWait['kind'];

/** A part of a step's row. Times are in ms since 1970. */
export interface TimelineSpan {
  readonly kind: SpanKind;
  readonly from: number;
  readonly to: number;
  /** Which attempt it is, or comes next; 0 of a wait for other steps. */
  readonly attempt: number;
  /** The steps that are waited for. */
  readonly for: readonly string[];
}

/** What a step did, in the order of time. */
export interface TimelineRow {
  readonly step: StepView;
  readonly spans: readonly TimelineSpan[];
}

/** When the steps of a task ran and waited. Times are in ms since 1970. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly TimelineRow[];
}

/** What all spans mean, for a legend. */
export const SPAN_MEANINGS: Readonly<Record<SpanKind, string>> = {
  complete: 'an attempt that succeeded',
  error: 'an attempt that failed',
  in_progress: 'an attempt that runs',
  cancelled: 'an attempt that was cancelled',
  cold: 'a function starts (cold start)',
  token: 'waits for a token or a job',
  retry: 'waits to retry',
  barrier: 'waits for steps on which it does not depend (a barrier of the plan)',
  branches: 'waits for steps of other branches',
};

/**
 * The timeline of a task, in the order in which its steps began; those that have not come last, as they stand in the template.
 *
 * @param from When the task began, in ms since 1970.
 * @param to When it ended, or now.
 */
export function timelineOf(steps: readonly StepView[], from: number, to: number): Timeline {
  const rows = steps.map((step): TimelineRow => ({ step, spans: spansOf(step, to) }));
  const spans = rows.flatMap((row) => row.spans);
  const beginOf = ({ step }: TimelineRow) => timeOf(step.startedAt) ?? Infinity;
  const sorted = rows.toSorted((a, b) => {
    const [first, second] = [beginOf(a), beginOf(b)];
    return first === second ? 0 : first - second;
  });
  // As arguments of one call, very many numbers would not fit.
  return {
    // A service may tell of a begin that is later than the first event.
    from: spans.reduce((min, span) => Math.min(min, span.from), from),
    to: spans.reduce((max, span) => Math.max(max, span.to), Math.max(from, to)),
    rows: sorted,
  };
}

function spansOf(step: StepView, now: number): readonly TimelineSpan[] {
  const waits = (step.waits ?? []).map((wait): TimelineSpan => ({
    kind: wait.kind,
    from: Date.parse(wait.from),
    to: timeOf(wait.to) ?? now,
    attempt: 0,
    for: wait.for,
  }));
  return [...waits, ...(step.history.length > 0 ? attemptSpans(step, now) : wholeSpan(step, now))];
}

/** The attempts and the waits before them; a step that waits to try again does so until now. */
function attemptSpans({ history, state }: StepView, now: number): readonly TimelineSpan[] {
  const span = (kind: SpanKind, from: number, to: number, attempt: number): TimelineSpan => ({
    kind,
    from,
    to,
    attempt,
    for: [],
  });
  const spans = history.flatMap(({ attempt, state: kind, scheduledAt, submittedAt, endedAt, waitedMs, initMs = 0 }) => {
    const [from, to] = [Date.parse(scheduledAt), timeOf(endedAt) ?? now];
    const [ready, handed] = [Math.min(to, from + initMs), timeOf(submittedAt)];
    return [
      ...(waitedMs > 0 ? [span('retry', from - waitedMs, from, attempt)] : []),
      ...(ready > from ? [span('cold', from, ready, attempt)] : []),
      // How it ended is seen at its end, however long others took.
      ...(handed === undefined ? [] : [span('token', handed, to, attempt)]),
      span(kind, ready, handed ?? to, attempt),
    ];
  });
  const last = history.at(-1);
  const ended = timeOf(last?.endedAt);
  if (state !== 'waiting_for_retry' || ended === undefined) return spans;
  return [...spans, span('retry', ended, now, (last?.attempt ?? 0) + 1)];
}

/** Of a step whose engine tells of no attempts, what is known: from when to when it was under way. */
function wholeSpan({ startedAt, completedAt, state, attempts }: StepView, now: number): readonly TimelineSpan[] {
  const from = timeOf(startedAt);
  if (from === undefined) return [];
  const isDone = state === 'complete' || state === 'resolved_manually';
  const kind = isDone ? 'complete' : state === 'error' || state === 'cancelled' ? state : 'in_progress';
  return [{ kind, from, to: timeOf(completedAt) ?? now, attempt: attempts, for: [] }];
}

function timeOf(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}

/** Whether a span is a part of an attempt, and not a wait before one or for others. */
export function isRun({ attempt, kind }: TimelineSpan): boolean {
  return attempt > 0 && kind !== 'retry';
}
