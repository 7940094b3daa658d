import type { JsonObject } from '../json.ts';
import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import type { Step } from '../template/task-template.ts';
import type { ProgramStep } from './program-step.ts';
import type { Slot } from './slots.ts';

/**
 * What a step's function is sent: a `StepEvent` of the contract, as far as it is known before a task runs, and where the
 * rest lies. The task's request need not travel through the states.
 */
export interface Envelope {
  readonly template: TemplateIdentity;
  readonly step: ProgramStep;
  /** `handler.method`, when the template names one. */
  readonly method?: string;
  /** `handler.initialization`. */
  readonly config: JsonObject;
  readonly retryable: boolean;
  /** The entries of all transitive dependencies, by step name, sorted. */
  readonly ancestors: ReadonlyMap<string, Slot>;
  readonly budget: ResultBudget;
}

export function envelopeOf(
  { handler, retry }: Step,
  step: ProgramStep,
  ancestors: ReadonlyMap<string, Slot>,
  { template, budget }: Pick<Envelope, 'template' | 'budget'>,
): Envelope {
  return {
    template,
    step,
    ...(handler.method !== undefined && { method: handler.method.value }),
    config: handler.initialization,
    retryable: retry.retryable,
    ancestors,
    budget,
  };
}
