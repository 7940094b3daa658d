import type { JsonObject } from '../json.ts';
import type { Step, StepType } from '../template/task-template.ts';
import { retriesOf, type Retries } from './retries.ts';

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
  /** Those that no other dependency implies, sorted. */
  readonly after: readonly string[];
  readonly retryable: boolean;
  readonly retries: Retries;
  readonly timeoutSeconds?: number;
}

export function programStep(step: Step, after: readonly string[]): ProgramStep {
  const { handler } = step;
  return {
    name: step.name.value,
    type: step.type.value,
    callable: handler.callable.value,
    ...(handler.method !== undefined && { method: handler.method.value }),
    config: handler.initialization,
    ...(step.description !== undefined && { description: step.description }),
    dependencies: step.dependencies.map(({ value }) => value).sort(),
    after,
    retryable: step.retry.retryable,
    retries: retriesOf(step.retry),
    ...(step.timeoutSeconds !== undefined && { timeoutSeconds: step.timeoutSeconds.value }),
  };
}
