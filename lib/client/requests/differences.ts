import type { TaskRequest } from '../../contract/task-request.ts';
import { canonicalJson } from './canonical-json.ts';

/** What two calls for the same task may say differently: when, and by which trail. */
const OF_THE_CALL: readonly (keyof TaskRequest)[] = ['requested_at', 'request_id', 'correlation_id'];

/** The fields in which two requests differ, sorted, apart from those that are each call's own. */
export function differences(one: TaskRequest, other: TaskRequest): readonly string[] {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof TaskRequest)[]);
  const textOf = (request: TaskRequest, field: keyof TaskRequest) => canonicalJson(request[field] ?? null);
  return [...fields]
    .filter((field) => !OF_THE_CALL.includes(field) && textOf(one, field) !== textOf(other, field))
    .sort();
}
