import { lookUp } from '../lookup.ts';
import { lengthOfDependencies } from '../plan/plan-times.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { leavesOf } from '../plan/plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import { attemptsOf, delaysOf } from './retries.ts';
import { timeoutSecondsOf } from './step-timeout.ts';

/** Seconds of the longest chain of steps, each timing out on every attempt but succeeding at the end of the last. */
export function longestTask(plan: WorkflowPlan): number {
  const steps = new Map(leavesOf(plan.tree).map((step) => [step.name.value, step]));
  const longest = new Map([...steps.keys()].map((name) => [name, longestStep(lookUp(steps, name))]));
  return lengthOfDependencies(plan, longest);
}

function longestStep(step: Step): number {
  const waits = delaysOf(step.retry).reduce((sum, delay) => sum + delay, 0);
  return attemptsOf(step.retry) * timeoutSecondsOf(step) + waits;
}
