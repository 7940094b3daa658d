import type { Step, TaskTemplate } from './task-template.ts';

/** Lambda ends a run after so many seconds, whatever a template says. */
const LAMBDA_SECONDS = 900;

/**
 * The template with no step that may be in process for longer than `lifecycle.max_steps_in_process_minutes`: one run of it ends then,
 * as one that has passed its `timeout_seconds`.
 */
export function boundSteps(template: TaskTemplate): TaskTemplate {
  const minutes = template.lifecycle?.max_steps_in_process_minutes;
  // What is no number has been reported.
  if (typeof minutes !== 'number' || minutes * 60 >= LAMBDA_SECONDS) return template;
  const most = minutes * 60;
  const bound = (step: Step): Step => {
    const { timeoutSeconds = { value: LAMBDA_SECONDS, span: step.name.span } } = step;
    return { ...step, timeoutSeconds: { ...timeoutSeconds, value: Math.min(timeoutSeconds.value, most) } };
  };
  return { ...template, steps: template.steps.map(bound) };
}
