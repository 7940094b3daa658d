import type { TaskTemplate } from './task-template.ts';

/** The template, in which some steps publish no events: they run functions that know nothing of them. */
export function withoutEvents(template: TaskTemplate, silent: ReadonlySet<string>): TaskTemplate {
  const steps = template.steps.map((step) => (silent.has(step.name.value) ? { ...step, publishesEvents: [] } : step));
  return { ...template, steps };
}
