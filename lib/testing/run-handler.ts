import { randomUUID } from 'node:crypto';
import type { ErrorDetails } from '../contract/errors.ts';
import type { JsonObject } from '../json.ts';
import { WIRE_VERSION, type StepEvent } from '../contract/step-event.ts';
import { checkpointKey } from '../contract/parked-key.ts';
import {
  createStepFunction,
  memoryResultStore,
  type Checkpoint,
  type LogRecord,
  type StepHandlerClass,
} from '../runtime/index.ts';
import { noteRecord } from './test-log.ts';
import { unpark } from './unpark-results.ts';

/** What a handler is given. */
export interface HandlerInput {
  /** The task's context: what `getInput` reads. @default {} */
  readonly context?: JsonObject;
  /** The results of the steps before it, by step name: what `getDependencyResult` reads. @default none */
  readonly results?: Readonly<Record<string, JsonObject>>;
  /** `handler.initialization` of the template: what `getConfig` reads. @default {} */
  readonly config?: JsonObject;
  /** Which run this is, from 1. @default 1 */
  readonly attempt?: number;
  /** The step's `max_attempts`. @default 3 */
  readonly maxAttempts?: number;
  /** `handler.method` of the template. @default "call" */
  readonly method?: string;
  /** Where an earlier run yielded: what `context.checkpoint` tells. @default none did */
  readonly checkpoint?: Checkpoint;
  /** The step's name in the template. @default "step" */
  readonly stepName?: string;
  /** The task's id. @default a new UUID */
  readonly taskId?: string;
}

/** How a run of a handler ended. */
export interface HandlerRun {
  /** Whether it returned a success. */
  readonly success: boolean;
  /** What the handler returned; undefined when it failed. */
  readonly result: JsonObject | undefined;
  /** Why it failed: as the state machine is told. */
  readonly error: HandlerFailure | undefined;
  /** The checkpoints at which it yielded, in order; it ran again after each. */
  readonly checkpoints: readonly Checkpoint[];
  /** What it logged, in order. */
  readonly logs: readonly LogRecord[];
}

/** Why a run of a handler failed. */
export interface HandlerFailure {
  /** What the handler says of it. */
  readonly message: string;
  /** The handler's own code; undefined when it gave none. */
  readonly code: string | undefined;
  /** Tasker's error type, such as `permanent_error`. */
  readonly type: string;
  /** Whether the step would be tried again, had it attempts left. */
  readonly retryable: boolean;
  /** Seconds that the handler asked to wait; undefined when it did not ask. */
  readonly retryAfter: number | undefined;
  /** What was thrown, with its stack. */
  readonly cause: Error;
}

/**
 * Runs a handler once, in this process, as its Lambda function does: the same data, the same judgement of what it returns or
 * throws, and another run where it yields at a checkpoint. Nothing is bundled, so breakpoints, mocks of modules and coverage of the test runner work.
 *
 * @example
 * ```ts
 * import { defineHandler } from 'tasker-sfn/runtime';
 * import { runHandler } from 'tasker-sfn/testing';
 *
 * const Greet = defineHandler('Greet', { inputs: { name: 'name' } }, async ({ name }) => ({ greeting: `Hello ${String(name)}` }));
 * const { result } = await runHandler(Greet, { context: { name: 'Jane' } });
 * console.log(result); // { greeting: 'Hello Jane' }
 * ```
 */
export async function runHandler(handler: StepHandlerClass, input: HandlerInput = {}): Promise<HandlerRun> {
  const logs: LogRecord[] = [];
  const event = eventOf(handler, input);
  const store = memoryResultStore();
  const key = checkpointKey(event.execution.Execution.Id, event.step.name);
  const checkpoints: Checkpoint[] = [];
  if (input.checkpoint !== undefined) await store.put(key, keptOf(input.checkpoint, event));
  const run = createStepFunction(handler, {
    logger: (record) => {
      logs.push(record);
      noteRecord(record);
    },
    results: {
      ...store,
      put(at, json) {
        if (at === key) checkpoints.push(checkpointIn(json));
        return store.put(at, json);
      },
    },
  });
  try {
    const { result } = await run(event);
    return { success: true, result: await unpark(result, store), error: undefined, checkpoints, logs };
  } catch (thrown) {
    return { success: false, result: undefined, error: failureOf(thrown), checkpoints, logs };
  }
}

function eventOf(handler: StepHandlerClass, input: HandlerInput): StepEvent {
  const { context = {}, results = {}, config = {}, attempt = 1, maxAttempts = 3 } = input;
  const { method, stepName = 'step', taskId = randomUUID() } = input;
  if (!Number.isInteger(attempt) || attempt < 1 || attempt > maxAttempts) {
    throw new RangeError(
      `attempt is ${String(attempt)}; give a whole number from 1 to maxAttempts (${String(maxAttempts)}).`,
    );
  }
  return {
    step: {
      name: stepName,
      callable: handler.handlerName,
      ...(method !== undefined && { method }),
      config,
      dependencies: Object.keys(results),
      max_attempts: maxAttempts,
    },
    data: {
      // A test has all the room there is: nothing is parked.
      task: { wire: WIRE_VERSION, template: ['test', 'test', '1.0.0'], budget: { steps: 1, reserved: 0 } },
      ...(attempt > 1 && { retry: { Cause: `@0@1@${attempt - 1}@${stepName}@` } }),
      steps: Object.fromEntries(Object.entries(results).map(([name, result]) => [name, { result, after: [] }])),
    },
    execution: {
      Execution: {
        Id: `arn:aws:states:us-east-1:123456789012:execution:test:${taskId}`,
        Name: taskId,
        StartTime: new Date().toISOString(),
        Input: { context },
      },
      State: { RetryCount: input.checkpoint === undefined ? 0 : 1 },
    },
  };
}

function keptOf({ cursor, itemsProcessed, accumulatedResults }: Checkpoint, { execution }: StepEvent): string {
  const timestamp = execution.Execution.StartTime;
  const left = { cursor, items_processed: itemsProcessed, accumulated_results: accumulatedResults };
  return JSON.stringify({
    execution: timestamp,
    yields: 1,
    resumed: 0,
    checkpoint: { ...left, timestamp, history: [] },
  });
}

function checkpointIn(json: string): Checkpoint {
  const { checkpoint } = JSON.parse(json) as { readonly checkpoint: Record<string, unknown> };
  const { cursor, items_processed, accumulated_results } = checkpoint;
  return {
    cursor: cursor as Checkpoint['cursor'],
    itemsProcessed: items_processed as number,
    ...(accumulated_results !== undefined && {
      accumulatedResults: accumulated_results as Checkpoint['accumulatedResults'],
    }),
  };
}

function failureOf(thrown: unknown): HandlerFailure {
  if (!(thrown instanceof Error))
    throw new TypeError('A step function threw something that is not an error.', { cause: thrown });
  const details = JSON.parse(thrown.message) as ErrorDetails;
  return {
    message: details.message,
    code: details.code ?? undefined,
    type: details.type,
    retryable: details.retryable,
    retryAfter: details.retry_after,
    cause: thrown,
  };
}
