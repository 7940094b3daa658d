import { isObject } from '../base/data.ts';
import type { JsonValue } from '../../json.ts';
import type { PendingTask, TaskBeginning } from '../engine/task/task-invoker.ts';
import type { AwsService } from './aws-service.ts';
import { actionOf, isOptimised } from './aws-service.ts';
import type { Integration } from './integration.ts';

/** Tasks of a service begin at once; not at all when a field is missing that the service requires. */
export function beginComplete(service: AwsService): NonNullable<Integration['begin']> {
  return (task, resource) => {
    if (resource.kind !== 'service' || !isOptimised(resource.service)) return undefined;
    const { required = [] } = actionOf(service, resource) ?? {};
    return missingFields(required, task);
  };
}

function missingFields(required: readonly string[], { parameters, text }: PendingTask): TaskBeginning | undefined {
  const given: Readonly<Record<string, JsonValue>> = isObject(parameters) ? parameters : {};
  const missing = required.filter((field) => given[field] === undefined);
  if (missing.length === 0) return undefined;
  const reasons = missing.map((field) => `The field '${field}' is required but was missing`);
  return {
    kind: 'impossible',
    cause: `The Parameters '${text}' could not be used to start the Task: [${reasons.join(', ')}]`,
  };
}
