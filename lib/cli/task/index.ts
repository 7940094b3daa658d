export { cancelTask } from './cancel-task.ts';
export { createTask } from './create-task.ts';
export { getStep } from './get-step.ts';
export { getTask } from './get-task.ts';
export { listSteps } from './list-steps.ts';
export { listTasks } from './list-tasks.ts';
export { showTimeline } from './show-timeline.ts';
export { withClient } from './with-client.ts';
