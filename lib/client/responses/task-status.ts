/** A task's state in Tasker's words. */
export type TaskStatus = 'pending' | 'steps_in_process' | 'waiting_for_retry' | 'complete' | 'error' | 'cancelled';

/** Every state, as a task goes through them. */
export const TASK_STATUSES: readonly TaskStatus[] = [
  'pending',
  'steps_in_process',
  'waiting_for_retry',
  'complete',
  'error',
  'cancelled',
];
