import type { TaskTemplate } from './task-template.ts';

/** The template, with the time that single steps have for one run; wins over `timeout_seconds`. */
export function overrideTimeouts(template: TaskTemplate, seconds: ReadonlyMap<string, number>): TaskTemplate {
  const steps = template.steps.map((step) => {
    const value = seconds.get(step.name.value);
    return value === undefined ? step : { ...step, timeoutSeconds: { value, span: step.name.span } };
  });
  return { ...template, steps };
}
