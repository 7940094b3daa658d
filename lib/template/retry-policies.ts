import type { RetryPolicy, TaskTemplate } from './task-template.ts';

/** Every retry policy of a template: those of its steps, and those of its environments. */
export function retryPoliciesOf(template: TaskTemplate): readonly RetryPolicy[] {
  const overrides = [...template.environments.values()].flatMap((environment) => environment.steps);
  return [...template.steps, ...overrides].map(({ retry }) => retry).filter((retry) => retry !== undefined);
}
