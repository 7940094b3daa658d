import { Limit } from '../states-language/limits.ts';
import { lookUp } from '../lookup.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { attemptsOf, delaysOf } from './retries.ts';

/** What handlers may ask for with `retry_after`, in all, before a waiting step gives up; in seconds. */
const ASKED_SECONDS = 86_400;

/** Retries of Lambda's own faults take no longer than this, in seconds. */
const FAULT_SECONDS = 126;

/** The seconds after which a wait must have ended: what the steps before it take at most, one after the other. */
export function longestWait(producers: readonly string[], { template, ancestors }: WorkflowPlan): number {
  const before = new Set(producers.flatMap((name) => [name, ...lookUp(ancestors, name)]));
  const seconds = template.steps
    .filter((step) => before.has(step.name.value))
    .reduce((sum, step) => sum + longestStep(step), ASKED_SECONDS);
  return Math.min(seconds, Limit.executionSeconds);
}

/** Before each failure that the runtime sees, the function may crash or time out as often as the policy retries. */
function longestStep({ retry, timeoutSeconds }: Step): number {
  const run = (timeoutSeconds?.value ?? Limit.lambdaSeconds) + FAULT_SECONDS;
  const delay = Math.max(0, ...delaysOf(retry));
  const attempts = attemptsOf(retry);
  return attempts * (attempts * (run + delay) + delay);
}
