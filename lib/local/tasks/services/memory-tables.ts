import type { JsonObject, JsonValue } from '../../../contract/json.ts';
import { isObject } from '../../base/data.ts';
import { parseResource } from '../../../states-language/resource.ts';
import { ErrorName, FatalStatesError } from '../../base/states-error.ts';
import type { TaskCall, TaskInvoker } from '../../engine/task/task-invoker.ts';
import { wrapInvoker } from '../../engine/task/task-invoker.ts';
import { toApiTypeNames, toSdkTypeNames } from './attribute-names.ts';
import { findService } from './aws-services.ts';
import { WrongParameterError } from '../dynamodb/attribute.ts';
import { DynamoDbError } from '../dynamodb/dynamodb-error.ts';
import { MemoryTable } from '../dynamodb/memory-table.ts';
import { tableActions } from '../dynamodb/table-actions.ts';
import { describeCall, serviceError } from './service-answer.ts';

/** DynamoDB tables by name: the attributes of their keys, a partition key alone or with a sort key. */
export type Tables = Readonly<Record<string, string | readonly string[]>>;

/** Parameters that the actions do, and those that ask for what a table in memory does not have unless they are "NONE". */
const PARAMETERS = new Set([
  'TableName',
  'Key',
  'Item',
  'ConsistentRead',
  'ProjectionExpression',
  'UpdateExpression',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
]);
const ONLY_NONE = new Set([
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ReturnValuesOnConditionCheckFailure',
]);

/**
 * Does the work of `getItem`, `putItem`, `updateItem` and `deleteItem` on these DynamoDB tables, which are kept in memory: of
 * the optimised integration and of the AWS SDK's. It answers at once, so that no time passes on a virtual clock. Other tables
 * and resources go on to `invoke`.
 *
 * @example
 * ```ts
 * import { memoryTables, startExecution, virtualClock } from 'tasker-sfn/local';
 *
 * const execution = startExecution({
 *   definition: {
 *     StartAt: 'Count',
 *     States: {
 *       Count: {
 *         Type: 'Task',
 *         Resource: 'arn:aws:states:::dynamodb:updateItem',
 *         Parameters: {
 *           TableName: 'Visits',
 *           Key: { page: { S: 'home' } },
 *           UpdateExpression: 'ADD visits :one',
 *           ExpressionAttributeValues: { ':one': { N: '1' } },
 *         },
 *         End: true,
 *       },
 *     },
 *   },
 *   input: {},
 *   invoke: memoryTables({ Visits: 'page' }, async () => null),
 *   clock: virtualClock(),
 * });
 * ```
 */
export function memoryTables(tables: Tables, invoke: TaskInvoker): TaskInvoker {
  const kept = new Map(Object.entries(tables).map(([name, key]) => [name, new MemoryTable([key].flat())]));
  let requests = 0;
  return wrapInvoker(invoke, async (call) => {
    const target = parseResource(call.resource);
    const service = target?.kind === 'service' ? findService(target.service) : undefined;
    if (target?.kind !== 'service' || service?.hasAttributes !== true) return invoke(call);
    const parameters = isObject(call.parameters) ? call.parameters : {};
    const name = typeof parameters['TableName'] === 'string' ? parameters['TableName'] : '';
    const table = kept.get(tableName(name));
    if (table === undefined) return invoke(call);
    const action = tableActions.get(target.action.replace(/\.waitForTaskToken$/, ''));
    if (action === undefined) throw unsupported(name, `the action '${target.action}'`);
    checkParameters(name, parameters);
    const isOwn = !target.service.startsWith('aws-sdk:');
    const requestId = `00000000-0000-4000-a000-${(requests += 1).toString(16).padStart(12, '0')}`;
    try {
      const request = isOwn ? parameters : (toApiTypeNames(parameters) as JsonObject);
      const answer = action(table, request);
      return isOwn ? { ...answer, ...describeCall(requestId, 200) } : toSdkTypeNames(answer);
    } catch (error) {
      if (error instanceof WrongParameterError) throw notStarted(call, error);
      if (!(error instanceof DynamoDbError)) throw error;
      const { code, message } = error;
      const isDeclared = code !== 'ValidationException';
      throw serviceError(service, isOwn, { code, message, status: 400, requestId, isDeclared });
    }
  });
}

/** The name of a table that may be given by its ARN. */
function tableName(nameOrArn: string): string {
  return /^arn:[^:]*:dynamodb:.*:table\/(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** Refuses what would have to be ignored. */
function checkParameters(table: string, parameters: Readonly<Record<string, JsonValue>>): void {
  for (const [field, value] of Object.entries(parameters)) {
    if (PARAMETERS.has(field) || (ONLY_NONE.has(field) && value === 'NONE')) continue;
    throw unsupported(table, `the parameter '${field}'`);
  }
}

function unsupported(table: string, what: string): FatalStatesError {
  return new FatalStatesError(
    ErrorName.runtime,
    `The table '${table}' is kept in memory, which does not support ${what}. A mock can answer in its place.`,
  );
}

/** Parameters that Step Functions does not even send. */
function notStarted({ parameters }: TaskCall, { message }: WrongParameterError): FatalStatesError {
  return new FatalStatesError(
    ErrorName.runtime,
    `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${message}]`,
  );
}
