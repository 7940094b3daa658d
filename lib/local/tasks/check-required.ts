import type { JsonValue } from '../../contract/json.ts';
import { isObject } from '../base/data.ts';
import { parseResource } from '../../states-language/resource.ts';
import type { TaskBeginning, TaskRequest } from '../engine/task/task-invoker.ts';

/** The fields without which Step Functions does not call a service. Developer guide: "Integrating optimized services". */
const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map([
  ['lambda:invoke', ['FunctionName']],
  ['states:startExecution', ['StateMachineArn']],
  ['dynamodb:getItem', ['TableName', 'Key']],
  ['dynamodb:putItem', ['TableName', 'Item']],
  ['dynamodb:updateItem', ['TableName', 'Key']],
  ['dynamodb:deleteItem', ['TableName', 'Key']],
  ['sqs:sendMessage', ['QueueUrl', 'MessageBody']],
  ['sns:publish', ['Message']],
  ['events:putEvents', ['Entries']],
]);

/** Says how a task begins: not at all, when a field is missing that its service requires. */
export function checkRequired({ resource, parameters }: TaskRequest): TaskBeginning | undefined {
  const target = parseResource(resource);
  if (target?.kind !== 'service') return undefined;
  const required = REQUIRED.get(`${target.service}:${target.action.replace(/\..*$/, '')}`) ?? [];
  const given: Readonly<Record<string, JsonValue>> = isObject(parameters) ? parameters : {};
  const missing = required.filter((field) => given[field] === undefined);
  if (missing.length === 0) return undefined;
  const reasons = missing.map((field) => `The field '${field}' is required but was missing`);
  return {
    kind: 'impossible',
    cause: `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${reasons.join(', ')}]`,
  };
}
