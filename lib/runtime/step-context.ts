import type { FfiStepEvent } from './ffi-step-event.ts';
import { loadEvent } from './later/load-event.ts';
import type { StepContextParams } from './step-context-params.ts';
import type {
  AnyStep,
  DependencyName,
  DependencyResult,
  InputKey,
  InputValue,
  InputValueOr,
  StepTypes,
} from './step-types.ts';

/**
 * Everything a handler may read: the task's input, its own configuration, the results of all its ancestors, and where
 * it stands with its attempts.
 *
 * @example
 * ```ts
 * import type { StepContext } from 'tasker-sfn/runtime';
 * export const readEmail = (context: StepContext) => context.getInputOr('email', 'nobody@example.com');
 * ```
 *
 * With the types of its step, `StepContext<OrderHandlers['charge_card']>`, names are checked and values are typed:
 * `tasker-sfn generate types` makes them of a template.
 */
export class StepContext<in out Step extends StepTypes = AnyStep> {
  /** The execution's name, which is the task's id. */
  declare readonly taskUuid: string;
  /** The id that ties together what belongs to one request; the task's id where the request has none. */
  declare readonly correlationId: string;
  /** The name of the handler that runs. */
  declare readonly handlerName: string;
  /** The task's context. */
  declare readonly inputData: Record<string, unknown>;
  /** By step name; read them with {@link getDependencyResult}. */
  declare readonly dependencyResults: Record<string, unknown>;
  /** `handler.initialization` of the template. */
  declare readonly stepConfig: Record<string, unknown>;
  /** `handler.initialization` of the template; for a batch worker with its `cursor`, `batch_metadata` and `is_no_op`. */
  declare readonly stepInputs: Record<string, unknown>;
  /** Attempts before this one: 0 on the first. */
  declare readonly retryCount: number;
  /** Attempts in all, the first included. */
  declare readonly maxRetries: number;

  readonly #params: StepContextParams;

  constructor(params: StepContextParams) {
    this.taskUuid = params.taskUuid;
    this.#params = params;
    this.correlationId = params.correlationId;
    this.handlerName = params.handlerName;
    this.inputData = params.inputData;
    this.dependencyResults = params.dependencyResults;
    this.stepConfig = params.stepConfig;
    this.stepInputs = params.stepInputs;
    this.retryCount = params.retryCount;
    this.maxRetries = params.maxRetries;
  }

  /** The whole event in Tasker's shape, for what has no member of its own here. */
  get event(): FfiStepEvent {
    return this.#params.event;
  }

  /**
   * The step's id: the same on every attempt of the same step of the same task, so it can serve as an idempotency key.
   */
  get stepUuid(): string {
    return this.#params.stepUuid;
  }

  /**
   * Where this attempt stands in a trace, as W3C's header of this name says it: what an OpenTelemetry SDK takes for the parent of its
   * spans, and what to send along with calls. The trace is X-Ray's, or that of who started the task. Undefined where nothing is traced.
   */
  get traceparent(): string | undefined {
    return this.#params.traceparent;
  }

  /** Makes the context of an event in Tasker's shape. */
  static fromFfiEvent(
    event: FfiStepEvent,
    handlerName: string,
    timeLeft?: () => number,
    traceparent?: string,
  ): StepContext {
    return new StepContext(loadEvent().paramsOfEvent(event, handlerName, timeLeft, traceparent));
  }

  /** The result of an ancestor; null when the step is not an ancestor or has none. */
  getDependencyResult<Name extends DependencyName<Step>>(stepName: Name): DependencyResult<Step, Name> {
    return this.#resultOf(stepName) as DependencyResult<Step, Name>;
  }

  /** A value inside an ancestor's result; null where the path leaves the data. */
  getDependencyField(stepName: DependencyName<Step>, ...path: readonly string[]): unknown {
    let value = this.#resultOf(stepName);
    for (const key of path) {
      if (typeof value !== 'object' || value === null) return null;
      value = ownValue(value, key);
    }
    return value;
  }

  /** A value of the task's context. */
  getInput<T = unknown, Key extends InputKey<Step> = InputKey<Step>>(key: Key): InputValue<Step, Key, T> {
    return ownValue(this.inputData, key) as InputValue<Step, Key, T>;
  }

  /** A value of the task's context, or the default when it is absent; null is a value. */
  getInputOr<T, Key extends InputKey<Step> = InputKey<Step>>(
    key: Key,
    defaultValue: InputValueOr<Step, Key, T>,
  ): InputValueOr<Step, Key, T> {
    const value = ownValue(this.inputData, key) as InputValueOr<Step, Key, T> | undefined;
    return value === undefined ? defaultValue : value;
  }

  /** A value of the step's own configuration. */
  getConfig<T = unknown>(key: string): T | undefined {
    return ownValue(this.stepConfig, key) as T | undefined;
  }

  #resultOf(stepName: string): unknown {
    const entry = ownValue(this.dependencyResults, stepName);
    if (entry === null || entry === undefined) return null;
    return typeof entry === 'object' && 'result' in entry ? entry.result : entry;
  }

  /**
   * How often the task was redriven (Step Functions' Redrive): 0 in its first run. A redrive runs what failed or was blocked, with
   * attempts anew. Where an engine does not tell (`$$.Execution.RedriveCount`), 0.
   */
  get redriveCount(): number {
    return this.#params.redriveCount ?? this.event.task.redriveCount ?? 0;
  }

  /** Whether an earlier attempt of the step has failed. */
  isRetry(): boolean {
    return this.retryCount > 0;
  }

  /** Whether a failure now is the last one, however retryable. */
  isLastRetry(): boolean {
    return this.retryCount >= this.maxRetries - 1;
  }

  /** What an earlier yield of this step left behind; null when there was none. */
  get checkpoint(): Record<string, unknown> | null {
    const { checkpoint = this.event.workflowStep.checkpoint as unknown } = this.#params;
    return objectOrNull(checkpoint);
  }

  /** Where an earlier yield of this step stopped; null when there was none. */
  get checkpointCursor(): unknown {
    return this.checkpoint?.cursor ?? null;
  }

  /** How many items had been processed at the last yield; 0 when there was none. */
  get checkpointItemsProcessed(): number {
    const items = this.checkpoint?.items_processed;
    return typeof items === 'number' ? items : 0;
  }

  /** What the last yield carried over; null when it carried nothing. */
  get accumulatedResults(): Record<string, unknown> | null {
    return objectOrNull(this.checkpoint?.accumulated_results);
  }

  /** Whether an earlier yield of this step left a cursor to go on from. */
  hasCheckpoint(): boolean {
    return this.checkpointCursor !== null;
  }

  /**
   * The milliseconds until the run is ended, by Lambda or by the step's `timeout_seconds`: a handler that has little left can
   * yield, and goes on from there with all of it. `Infinity` where nobody ends it. Not in Tasker.
   */
  getRemainingTimeInMillis(): number {
    return this.#params.timeLeft?.() ?? Infinity;
  }

  /** Names of the ancestors whose results can be read. */
  getDependencyResultKeys(): string[] {
    return Object.keys(this.dependencyResults);
  }

  /** The results of all ancestors whose names begin with the prefix; those without a result are left out. */
  getAllDependencyResults(prefix: string): unknown[] {
    return this.getDependencyResultKeys()
      .filter((name) => name.startsWith(prefix))
      .map((name) => this.#resultOf(name))
      .filter((result) => result !== null && result !== undefined);
  }
}

/** Reads own properties alone, so that an input named `constructor` or `__proto__` finds nothing inherited. */
function ownValue(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

function objectOrNull(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
}
