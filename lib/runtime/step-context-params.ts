import type { FfiStepEvent } from './ffi-step-event.ts';

/** The fields of a `StepContext`; tests of handlers build contexts from them. */
export interface StepContextParams {
  /** The whole event in Tasker's shape. */
  readonly event: FfiStepEvent;
  /** The task's id. */
  readonly taskUuid: string;
  /** The step's id, the same on every attempt. */
  readonly stepUuid: string;
  /** The id that ties together what belongs to one request. */
  readonly correlationId: string;
  /** The name of the handler that runs. */
  readonly handlerName: string;
  /** The task's context. */
  readonly inputData: Record<string, unknown>;
  /** The ancestors' results by step name, bare or wrapped as `{ result }`. */
  readonly dependencyResults: Record<string, unknown>;
  /** `handler.initialization` of the template. */
  readonly stepConfig: Record<string, unknown>;
  /** `handler.initialization` of the template, and a batch worker's cursor. */
  readonly stepInputs: Record<string, unknown>;
  /** Attempts before this one: 0 on the first. */
  readonly retryCount: number;
  /** Attempts in all, the first included. */
  readonly maxRetries: number;
  /** The milliseconds that the invocation has left. @default without end */
  readonly timeLeft?: () => number;
  /** Where the attempt stands in a trace. @default nothing is traced */
  readonly traceparent?: string;
  /** How often the task was redriven. @default what the event says */
  readonly redriveCount?: number;
  /** What an earlier yield of the step left, null where there was none. @default what the event says */
  readonly checkpoint?: unknown;
}
