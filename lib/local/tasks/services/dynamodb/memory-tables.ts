import type { JsonObject, JsonValue } from '../../../../json.ts';
import { isObject } from '../../../base/data.ts';
import { splitArn } from '../../../../states-language/arn.ts';
import { ErrorName } from '../../../../states-language/error-name.ts';
import { FatalStatesError } from '../../../base/states-error.ts';
import type { TaskCall, TaskInvoker } from '../../../engine/task/task-invoker.ts';
import { toApiTypeNames, toSdkTypeNames } from './attribute-names.ts';
import { WrongParameterError } from './attribute.ts';
import { DynamoDbError } from './dynamodb-error.ts';
import { MemoryTable } from './memory-table.ts';
import { tableActions } from './table-actions.ts';
import { isOfService, isOptimised } from '../../aws-service.ts';
import { beginComplete } from '../../begin-complete.ts';
import { integrate } from '../../integrate.ts';
import type { Integration } from '../../integration.ts';
import { dynamoDb } from './dynamodb.ts';
import { describeCall, serviceError } from '../../sdk/service-answer.ts';

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
  return integrate([tablesInMemory(tables)], invoke);
}

/** Does the work of tasks that read and write these tables. */
export function tablesInMemory(tables: Tables): Integration {
  const kept = new Map(Object.entries(tables).map(([name, key]) => [name, new MemoryTable([key].flat())]));
  let requests = 0;
  return {
    claims: ({ parameters }, resource) => isOfService(dynamoDb, resource) && kept.has(tableIn(parameters)),
    begin: beginComplete(dynamoDb),
    async perform(call, resource) {
      const parameters = isObject(call.parameters) ? call.parameters : {};
      const name = tableIn(parameters);
      const table = kept.get(name);
      if (table === undefined || !isOfService(dynamoDb, resource)) throw new Error(`There is no table "${name}".`);
      const action = tableActions.get(resource.action.replace(/\.waitForTaskToken$/, ''));
      if (action === undefined) throw unsupported(name, `the action '${resource.action}'`);
      checkParameters(name, parameters);
      const isOwn = isOptimised(resource.service);
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
        throw serviceError(dynamoDb, isOwn, { code, message, status: 400, requestId, isDeclared });
      }
    },
  };
}

/** The table that parameters name, be it by its ARN. */
function tableIn(parameters: JsonValue): string {
  const name = isObject(parameters) ? parameters['TableName'] : undefined;
  return typeof name === 'string' ? tableName(name) : '';
}

/** The name of a table that may be given by its ARN. */
function tableName(nameOrArn: string): string {
  const arn = splitArn(nameOrArn);
  return arn?.service === 'dynamodb' && arn.type.startsWith('table/') ? arn.type.slice('table/'.length) : nameOrArn;
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
function notStarted({ text }: TaskCall, { message }: WrongParameterError): FatalStatesError {
  return new FatalStatesError(
    ErrorName.runtime,
    `The Parameters '${text}' could not be used to start the Task: [${message}]`,
  );
}
