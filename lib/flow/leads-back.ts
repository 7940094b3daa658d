import { lookUp } from '../lookup.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Choices } from './choices.ts';

/**
 * By step: the dependencies that lead from its entry to those of all its ancestors. What another dependency implies can be left
 * out, unless the way there may end: a skipped step may stand behind a blocked one, whose entry leads nowhere.
 */
export function leadsBack(
  { template, ancestors, dependencies }: WorkflowPlan,
  { skippable }: Pick<Choices, 'skippable'>,
): ReadonlyMap<string, readonly string[]> {
  const mayEnd = (name: string) =>
    skippable.size > 0 && [name, ...lookUp(ancestors, name)].some((other) => skippable.has(other));
  return new Map(
    template.steps.map(({ name: { value: name }, dependencies: declared }) => [
      name,
      mayEnd(name) ? declared.map(({ value }) => value).sort() : lookUp(dependencies, name),
    ]),
  );
}
