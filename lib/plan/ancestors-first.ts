import { lookUp } from '../lookup.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** The steps of a plan, each after all that it depends on: a step has more ancestors than any of them. */
export function ancestorsFirst({ template, ancestors }: WorkflowPlan): readonly Step[] {
  const sizes = new Map([...ancestors].map(([name, { size }]) => [name, size]));
  const sizeOf = ({ name }: Step) => lookUp(sizes, name.value);
  return template.steps.toSorted((a, b) => sizeOf(a) - sizeOf(b));
}
