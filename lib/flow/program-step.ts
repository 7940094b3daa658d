import type { Step, StepType } from '../template/task-template.ts';
import { retriesOf, type Retries } from './retries.ts';

/** What the program keeps of a step of the template. */
export interface ProgramStep {
  readonly name: string;
  readonly type: StepType;
  readonly callable: string;
  readonly description?: string;
  /** The declared dependencies, sorted. */
  readonly dependencies: readonly string[];
  readonly retries: Retries;
  readonly timeoutSeconds?: number;
}

export function programStep(step: Step): ProgramStep {
  return {
    name: step.name.value,
    type: step.type.value,
    callable: step.handler.callable.value,
    ...(step.description !== undefined && { description: step.description }),
    dependencies: step.dependencies.map(({ value }) => value).sort(),
    retries: retriesOf(step.retry),
    ...(step.timeoutSeconds !== undefined && { timeoutSeconds: step.timeoutSeconds.value }),
  };
}
