import { isJsonObject } from '../../json.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import type { NewTask } from './fill-request.ts';

/**
 * Refuses a request that Step Functions would not carry as it is: a context that is no object, and inexact integers. And one that says
 * what was done before, which is for the client to say.
 */
export function checkRequest(task: NewTask<object>): void {
  if (task.context !== undefined && !isJsonObject(task.context)) {
    throw new TaskerClientError('BAD_REQUEST', 'The context must be a JSON object.');
  }
  if ('continues' in task) {
    throw new TaskerClientError('BAD_REQUEST', 'A request may not say what a task "continues": see repairTask.');
  }
  const path = findInexact(task, '');
  if (path === undefined) return;
  throw new TaskerClientError(
    'BAD_REQUEST',
    `The number at "${path}" is beyond 2^53 − 1 and may have been rounded. Give it as text.`,
  );
}

/** Where a value has an integer that may have been rounded: a JSON Pointer; undefined when it has none. */
function findInexact(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = findInexact(member, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
