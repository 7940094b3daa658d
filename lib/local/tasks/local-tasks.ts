import type { Clock } from '../base/clock/clock.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import type { LambdaFunction } from '../functions/lambda-function.ts';
import { sdkServices } from './aws-services.ts';
import { integrate } from './integrate.ts';
import type { ServiceOptions } from './sdk/call-service.ts';
import { endpointOf } from './sdk/endpoint.ts';
import { callService } from './sdk/call-service.ts';
import { dynamoDb } from './services/dynamodb/dynamodb.ts';
import type { Tables } from './services/dynamodb/memory-tables.ts';
import { tablesInMemory } from './services/dynamodb/memory-tables.ts';
import { deployedFunctions } from './services/lambda/deployed-functions.ts';
import { lambdaFunctions } from './services/lambda/lambda-invoker.ts';

/** Who does the work of tasks. */
export interface LocalTasksOptions extends ServiceOptions {
  /**
   * Functions by name or ARN, such as those of a `LambdaHost` or a `lambdaEndpoint`. With `allowAws`, those that are not found are
   * invoked on AWS.
   */
  readonly functions: (nameOrArn: string) => LambdaFunction | undefined;
  /** What tells the time and waits. */
  readonly clock: Clock;
  /** DynamoDB tables that are kept in memory, unless the environment names an endpoint of DynamoDB. @default none */
  readonly tables?: Tables;
}

/**
 * Does the work of all tasks that the local service can do: functions of its own, tables in memory, other services through the
 * AWS SDK at the endpoints that the environment names. AWS itself is called only with `allowAws`.
 *
 * @example
 * ```ts
 * import { lambdaEndpoint, LocalStepFunctions, localTasks, realClock } from 'tasker-sfn/local';
 * const clock = realClock();
 * const functions = lambdaEndpoint('http://127.0.0.1:3001');
 * const invoke = localTasks({ functions, clock, environment: process.env, region: 'eu-central-1' });
 * const service = await LocalStepFunctions.open({ invoke, clock });
 * ```
 */
export function localTasks({ functions, clock, tables = {}, ...options }: LocalTasksOptions): TaskInvoker {
  const hasDynamoDb = endpointOf(dynamoDb, options.environment) !== undefined;
  const deployed = options.allowAws === true ? deployedFunctions(options) : () => undefined;
  return integrate([
    lambdaFunctions((nameOrArn) => functions(nameOrArn) ?? deployed(nameOrArn), clock),
    ...(hasDynamoDb ? [] : [tablesInMemory(tables)]),
    ...sdkServices.map((service) => callService(service, options, clock)),
  ]);
}
