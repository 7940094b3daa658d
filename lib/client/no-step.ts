import type { TaskExecution } from './responses/task-response.ts';
import { TaskerClientError } from './tasker-client-error.ts';
import { passedOverText } from './view/blocked-text.ts';

/** A task has no step of a name: it has others, or no decision chose it, or a batch had no work. */
export function noStep({ id, steps, skipped = [] }: Pick<TaskExecution, 'id' | 'steps' | 'skipped'>, step: string) {
  const passedOver = skipped.find(({ name }) => name === step);
  const names = steps.map(({ name }) => name).join(', ');
  const why = passedOver === undefined ? '' : `, since that was skipped: ${passedOverText(passedOver)}`;
  return new TaskerClientError('NOT_FOUND', `The task "${id}" has no step "${step}"${why}. It has: ${names}.`);
}
