import { createHash } from 'node:crypto';
import type { JsonObject } from '../../json.ts';
import { shortHash } from '../../contract/short-hash.ts';
import { canonicalJson } from './canonical-json.ts';
import { TaskerClientError } from '../tasker-client-error.ts';

/** When two requests are the same task. Tasker: "Identity strategy". */
export type IdentityStrategy = 'strict' | 'caller_provided' | 'always_unique';

/** What of a request tells tasks apart. */
export interface TaskIdentity {
  /** What the handlers read. */
  readonly context: JsonObject;
  /** The caller's own name for the task; overrides every strategy. */
  readonly idempotency_key?: string | undefined;
}

/**
 * The id of a task, which is the name of its execution: the same identity, the same id, so that Step Functions itself
 * refuses a duplicate. A UUID of version 8, whose first group tells the state machine: an id alone is enough to find its
 * execution. An idempotency key overrides any strategy; `unique` is used where no two requests are the same.
 */
export function makeTaskId(
  stateMachineName: string,
  request: TaskIdentity,
  strategy: IdentityStrategy,
  unique: () => string,
): string {
  const digest = createHash('sha256')
    .update(identityOf(request, strategy, unique))
    .digest('hex');
  const variant = '89ab'[Number.parseInt(digest[7] as string, 16) % 4] as string;
  return [
    shortHash(stateMachineName),
    digest.slice(0, 4),
    `8${digest.slice(4, 7)}`,
    `${variant}${digest.slice(8, 11)}`,
    digest.slice(11, 23),
  ].join('-');
}

/** Whether the id was made by {@link makeTaskId}, for whatever machine. */
export function isTaskId(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id);
}

/** Whether the id was made for a machine of this name. */
export function belongsTo(id: string, stateMachineName: string): boolean {
  return isTaskId(id) && id.startsWith(shortHash(stateMachineName));
}

/** The id under which the API knows a step of a task. */
export function makeStepId(taskId: string, step: string): string {
  return makeTaskId(taskId, { context: {}, idempotency_key: step }, 'strict', () => '');
}

function identityOf(request: TaskIdentity, strategy: IdentityStrategy, unique: () => string): string {
  if (request.idempotency_key !== undefined) return `key ${request.idempotency_key}`;
  switch (strategy) {
    case 'strict':
      return `context ${canonicalJson(request.context)}`;
    case 'always_unique':
      return `unique ${unique()}`;
    case 'caller_provided':
      throw new TaskerClientError('BAD_REQUEST', 'Tasks of this template need an "idempotency_key".');
  }
}
