import type { JsonObject } from '../json.ts';
import type { Step, StepType } from '../template/task-template.ts';
import type { BatchMetadata, WireBatches } from '../contract/batch.ts';
import type { Choices } from './choices.ts';
import { retriesOf, type Retries } from './retries.ts';
import type { Yields } from './yields.ts';

/** What the program keeps of a step of the template. */
export interface ProgramStep {
  readonly name: string;
  readonly type: StepType;
  readonly callable: string;
  /** `handler.method`, when the template names one. */
  readonly method?: string;
  /** `handler.initialization`. */
  readonly config: JsonObject;
  readonly description?: string;
  /** The declared dependencies, sorted. */
  readonly dependencies: readonly string[];
  /** Those that lead to all ancestors, sorted. */
  readonly after: readonly string[];
  readonly retryable: boolean;
  readonly retries: Retries;
  readonly timeoutSeconds?: number;
  /** How it goes on where it yields at many checkpoints. @default in the execution that begins it, until its history is full */
  readonly yields?: Yields | undefined;
  /** Whether an event tells of its failures: then one also tells of a run that crashed or took too long. */
  readonly publishesFailures: boolean;
  /** Of a decision: the steps that its outcome may name, sorted. */
  readonly branches?: readonly string[];
  /** Of a batchable step: whom its outcome may have run. */
  readonly batches?: WireBatches;
  /** Of a batch worker: what it is told of the batch. */
  readonly batch?: BatchMetadata;
}

export function programStep(
  step: Step,
  after: readonly string[],
  choices: Pick<Choices, 'branches' | 'workers'>,
  limits: Omit<WireBatches, 'workers'>,
  yields: Yields | undefined,
): ProgramStep {
  const { handler, batchConfig } = step;
  const name = step.name.value;
  const branches = choices.branches.get(name);
  const workers = choices.workers.get(name);
  return {
    name,
    type: step.type.value,
    callable: handler.callable.value,
    ...(handler.method !== undefined && { method: handler.method.value }),
    config: handler.initialization,
    ...(step.description !== undefined && { description: step.description }),
    dependencies: step.dependencies.map(({ value }) => value).sort(),
    after,
    retryable: step.retry.retryable,
    retries: retriesOf(step.retry),
    publishesFailures: publishesFailures(step),
    ...(yields !== undefined && { yields }),
    ...(step.timeoutSeconds !== undefined && { timeoutSeconds: step.timeoutSeconds.value }),
    ...(branches !== undefined && { branches }),
    ...(workers !== undefined && { batches: { workers, ...limits } }),
    ...(step.type.value === 'batch_worker' &&
      batchConfig !== undefined && {
        batch: { cursor_field: batchConfig.cursorField, failure_strategy: batchConfig.failureStrategy },
      }),
  };
}

/** Whether a step declares an event of a failure. */
export function publishesFailures({ publishesEvents }: Step): boolean {
  return publishesEvents.some(({ condition }) => condition !== 'success');
}
