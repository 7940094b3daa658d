import { Limit } from '../states-language/limits.ts';
import { lookUp } from '../lookup.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step, TaskTemplate } from '../template/task-template.ts';
import { attemptsOf, delaysOf } from './retries.ts';

/** What handlers may ask for with `retry_after`, in all, before a waiting step gives up; in seconds. */
const ASKED_SECONDS = 86_400;

/** Retries of Lambda's own faults take no longer than this, in seconds. */
const FAULT_SECONDS = 126;

/** The seconds after which a wait must have ended: what the steps before it take at most, one after the other. */
export function longestWait(producers: readonly string[], { template, ancestors }: WorkflowPlan): number {
  const secondsOf = longestSteps(template);
  const before = new Set(producers);
  for (const name of producers) for (const other of lookUp(ancestors, name)) before.add(other);
  const seconds = [...before].reduce((sum, name) => sum + lookUp(secondsOf, name), ASKED_SECONDS);
  return Math.min(seconds, Limit.executionSeconds);
}

/** They have been found once: many steps wait for the same ones. */
const found = new WeakMap<TaskTemplate, ReadonlyMap<string, number>>();

function longestSteps(template: TaskTemplate): ReadonlyMap<string, number> {
  const known = found.get(template);
  if (known !== undefined) return known;
  const seconds = new Map(template.steps.map((step) => [step.name.value, longestStep(step)]));
  found.set(template, seconds);
  return seconds;
}

/** Before each failure that the runtime sees, the function may crash or time out as often as the policy retries. */
function longestStep({ retry, timeoutSeconds }: Step): number {
  const run = (timeoutSeconds?.value ?? Limit.lambdaSeconds) + FAULT_SECONDS;
  const delay = Math.max(0, ...delaysOf(retry));
  const attempts = attemptsOf(retry);
  return attempts * (attempts * (run + delay) + delay);
}
