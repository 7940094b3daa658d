import { checkRequired } from '../check-required.ts';
import type { Clock } from '../../base/clock/clock.ts';
import type { LambdaFunction } from '../../functions/lambda-function.ts';
import { lambdaInvoker } from '../lambda/lambda-invoker.ts';
import { parseResource } from '../../../states-language/resource.ts';
import type { TaskInvoker } from '../../engine/task/task-invoker.ts';
import type { ServiceOptions } from './call-service.ts';
import { serviceInvoker } from './call-service.ts';
import type { Tables } from './memory-tables.ts';
import { memoryTables } from './memory-tables.ts';

/** Who does the work of tasks. */
export interface LocalTasksOptions extends ServiceOptions {
  /** Functions by name or ARN, such as those of a `LambdaHost` or a `lambdaEndpoint`. */
  readonly functions: (nameOrArn: string) => LambdaFunction | undefined;
  readonly clock: Clock;
  /** DynamoDB tables that are kept in memory, unless the environment names an endpoint of DynamoDB. @default none */
  readonly tables?: Tables;
}

/** The variables that say where DynamoDB is: of Step Functions Local, and of the AWS SDKs. */
const DYNAMODB_VARIABLES = ['DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL'];

/**
 * Does the work of all tasks that the local service can do: functions of its own, tables in memory, other services through the
 * AWS SDK.
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
export function localTasks({ functions, clock, tables = {}, ...services }: LocalTasksOptions): TaskInvoker {
  const lambda = lambdaInvoker(functions, clock);
  const sdk = serviceInvoker(services);
  const others: TaskInvoker = (call) => clock.external(() => sdk(call));
  const hasDynamoDb = DYNAMODB_VARIABLES.some((name) => (services.environment[name] ?? '') !== '');
  const rest = hasDynamoDb ? others : memoryTables(tables, others);
  const invoke: TaskInvoker = (call) => {
    const target = parseResource(call.resource);
    const isLambda = target?.kind === 'function' || (target?.kind === 'service' && target.service === 'lambda');
    return isLambda ? lambda(call) : rest(call);
  };
  return Object.assign(invoke, { begin: checkRequired });
}
