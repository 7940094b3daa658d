import type { JsonObject } from '../../json.ts';
import type { TypedStep, TypedTask } from '../../languages/source-writer.ts';
import type { Step, TaskTemplate } from '../../template/task-template.ts';
import { taskSchema } from './task-schema.ts';

/**
 * What the types of a template are made of.
 *
 * @throws Error when a schema refers to another by a name, rather than by its place
 */
export function typedTask(template: TaskTemplate): TypedTask {
  const { namespace, name, version, steps } = template;
  return {
    namespace: namespace.value,
    name: name.value,
    version: version.value,
    schema: taskSchema(template) as JsonObject,
    steps: typedSteps(steps),
  };
}

function typedSteps(steps: readonly Step[]): readonly TypedStep[] {
  const byName = new Map(steps.map((step) => [step.name.value, step]));
  const ancestors = new Map<Step, ReadonlySet<Step>>();
  const ancestorsOf = (step: Step): ReadonlySet<Step> => {
    const known = ancestors.get(step);
    if (known !== undefined) return known;
    const direct = step.dependencies.flatMap(({ value }) => byName.get(value) ?? []);
    const all = new Set([...direct, ...direct.flatMap((each) => [...ancestorsOf(each)])]);
    ancestors.set(step, all);
    return all;
  };
  return steps.map((step) => {
    const before = [...ancestorsOf(step)].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    // Behind a decision, steps of other branches may not have run; only where branches join can somebody tell.
    const joins = [step, ...before].some(({ type }) => type.value === 'deferred_convergence');
    return {
      name: step.name.value,
      before: before.map((each) => ({
        name: each.name.value,
        mayBeMissing: joins && [...ancestorsOf(each)].some(({ type }) => type.value === 'decision'),
      })),
    };
  });
}
