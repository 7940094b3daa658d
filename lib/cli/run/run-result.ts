import type { Outcome } from '../../diagnostics/outcome.ts';
import type { StepView } from '../../client/index.ts';
import type { SentEvent } from '../../states-language/read-event.ts';
import type { JsonValue } from '../../json.ts';
import { ExitCode } from '../exit-code.ts';
import type { InvocationLogs } from '../local/invocation-logs.ts';
import type { RunEvent } from './run-events.ts';

/** A finished run of a task. */
export interface RunResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly executionArn: string;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** When the task began in its own time, in ms since 1970. */
  readonly startedAt: number;
  /** How long the task took in its own time, in ms. */
  readonly elapsed: number;
  readonly steps: readonly StepView[];
  /** As the engine sent it. */
  readonly history: readonly SentEvent[];
  /** The domain events that the steps have published, in that order. */
  readonly events: readonly RunEvent[];
  /** What handlers have logged; nothing where nobody asked for it. */
  readonly logs: InvocationLogs;
}

/** How an attempt to run a task came out: there is no result when its handlers cannot be loaded. */
export interface RunOutcome extends Outcome<RunResult> {
  /** The files that the handlers are made from, all absolute; none when they cannot be bundled. */
  readonly sources: readonly string[];
}

/** The outcome of a run as scripts read it: every key is always there. */
export function runResultJson(result: RunResult): Readonly<Record<string, unknown>> {
  return {
    status: result.status,
    executionArn: result.executionArn,
    output: result.output === undefined ? null : (JSON.parse(result.output) as JsonValue),
    error: result.error ?? null,
    cause: result.cause ?? null,
    steps: result.steps.map((step) => ({
      name: step.name,
      state: step.state,
      ...(step.blocked && { blockedBy: step.blockedBy }),
      ...(step.skipped && { skippedBy: step.skippedBy }),
      ...(step.emptyBatches && { emptyBatches: step.emptyBatches }),
      attempts: step.attempts,
      result: step.result ?? null,
      error: step.error ?? null,
      startedAt: step.startedAt ?? null,
      completedAt: step.completedAt ?? null,
      history: step.history,
      waits: step.waits ?? [],
    })),
    events: result.events,
  };
}

/** How a command ends that ran a task. */
export function exitCodeOf({ status }: Pick<RunResult, 'status'>): ExitCode {
  switch (status) {
    case 'SUCCEEDED':
      return ExitCode.ok;
    case 'ABORTED':
      return ExitCode.interrupted;
    case 'FAILED':
    case 'TIMED_OUT':
      return ExitCode.failed;
  }
}
