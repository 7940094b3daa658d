import type { JsonObject, JsonValue } from '../../../../json.ts';
import { functionArn } from '../../../base/arns.ts';
import type { Clock } from '../../../base/clock/clock.ts';
import { abortReason } from '../../../base/clock/clock.ts';
import { isObject } from '../../../base/data.ts';
import { parseJson } from '../../../base/parse-json.ts';
import type { Resource } from '../../../../states-language/resource.ts';
import { functionNameOf } from '../../../../states-language/function-name.ts';
import { ErrorName } from '../../../../states-language/error-name.ts';
import { FatalStatesError, StatesError } from '../../../base/states-error.ts';
import type { TaskCall, TaskInvoker } from '../../../engine/task/task-invoker.ts';
import { errorPayload } from '../../../functions/error-payload.ts';
import { actionName, isOfService, isOptimised } from '../../aws-service.ts';
import { beginComplete } from '../../begin-complete.ts';
import { integrate } from '../../integrate.ts';
import type { Integration } from '../../integration.ts';
import { lambda } from './lambda.ts';
import { invocationResult } from './invocation-result.ts';
import type { LambdaFunction } from '../../../functions/lambda-function.ts';
import { LambdaFault } from '../../../functions/lambda-function.ts';
import { toData } from '../../../base/data.ts';
import { parseData, printData } from '../../../base/json-text.ts';
import { parametersOf } from '../../parameters-of.ts';

/** The largest answer of a function, in bytes. */
const LARGEST_RESPONSE = 6_291_556;
/** What `getRemainingTimeInMillis` starts from when the host does not say otherwise: Lambda's longest run. */
const LONGEST_RUN_MS = 900_000;

/**
 * Does the work of `lambda:invoke` and of function ARNs with functions in this process. `resolve` is asked by name or ARN, as
 * the machine gives it; undefined raises `Lambda.ResourceNotFoundException`. What a function throws becomes an error as on
 * Lambda: its name is the error's name, its cause the JSON that Lambda answers. A `StatesError` passes as it is, so that a
 * host can raise a fault of the service, such as `Lambda.TooManyRequestsException`. With the `InvocationType` "Event" the
 * function is started, and not waited for.
 *
 * @example
 * ```ts
 * import { lambdaInvoker, virtualClock } from 'tasker-sfn/local';
 * const clock = virtualClock();
 * const invoke = lambdaInvoker((name) => (name === 'greet' ? async () => 'hello' : undefined), clock);
 * ```
 */
export function lambdaInvoker(
  resolve: (functionNameOrArn: string) => LambdaFunction | undefined,
  clock: Clock,
): TaskInvoker {
  return integrate([lambdaFunctions(resolve, clock)], async ({ resource }) => {
    throw new FatalStatesError(ErrorName.runtime, `The resource '${resource}' is not a Lambda function.`);
  });
}

/** Does the work of `lambda:invoke` and of function ARNs. */
export function lambdaFunctions(
  resolve: (functionNameOrArn: string) => LambdaFunction | undefined,
  clock: Clock,
): Integration {
  let requests = 0;

  const run = async (name: string, event: JsonValue, requestId: string, signal: AbortSignal): Promise<string> => {
    const found = resolve(name);
    if (found === undefined) throw notFound(name, requestId);
    const end = clock.now() + LONGEST_RUN_MS;
    const shortName = functionNameOf(name);
    const context = {
      functionName: shortName,
      functionVersion: '$LATEST',
      invokedFunctionArn: name.startsWith('arn:') ? name : functionArn(name),
      memoryLimitInMB: '128',
      awsRequestId: requestId,
      logGroupName: `/aws/lambda/${shortName}`,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, end - clock.now()),
    };
    try {
      // Nobody waits for a function after its task has ended, so the clock must not wait for it either.
      const result = await clock.external(() =>
        untilAborted(signal, () => found(found.isRemote === true ? event : toData(event).plain, context)),
      );
      return serialize(result);
    } catch (thrown) {
      if (thrown instanceof StatesError || signal.aborted) throw thrown;
      const payload = errorPayload(thrown);
      throw new StatesError(payload.errorType, JSON.stringify(payload));
    }
  };

  const invoke = async (call: TaskCall, resource: Resource): Promise<JsonValue> => {
    const { resource: arn, signal } = call;
    const parameters = parametersOf(call);
    const requestId = `00000000-0000-4000-8000-${(requests += 1).toString(16).padStart(12, '0')}`;
    if (resource.kind === 'function') return parseData(await run(arn, parameters, requestId, signal));
    const {
      FunctionName: name,
      Payload,
      InvocationType: type,
    } = isObject(parameters) ? parameters : ({} as JsonObject);
    if (typeof name !== 'string')
      throw new FatalStatesError(ErrorName.runtime, "The field 'FunctionName' is required.");
    const event = eventOf(Payload, requestId);
    if (type === 'Event') {
      if (resolve(name) === undefined) throw notFound(name, requestId);
      // Nobody learns how an asynchronous invocation ends, as on Lambda.
      run(name, event, requestId, new AbortController().signal).catch(() => undefined);
      return invocationResult(undefined, requestId, clock.now());
    }
    const payload = await run(name, event, requestId, signal);
    return invocationResult(payload, requestId, clock.now());
  };
  return {
    claims: (_, resource) => resource.kind === 'function' || isInvocation(resource),
    begin: beginComplete(lambda),
    perform: invoke,
  };
}

/** What a function gets for a `Payload`: a text is the JSON that is sent. Nothing is sent without one, and the event is empty. */
function eventOf(payload: JsonValue | undefined, requestId: string): JsonValue {
  if (payload === undefined || payload === null || payload === '') return {};
  if (typeof payload !== 'string') return payload;
  const parsed = parseJson(payload);
  if ('value' in parsed) return parsed.value;
  throw new StatesError(
    'Lambda.InvalidRequestContentException',
    `Could not parse request body into json: ${parsed.mistake} (Service: AWSLambda; Status Code: 400; Error Code: InvalidRequestContentException; Request ID: ${requestId}; Proxy: null)`,
  );
}

/** The AWS SDK integration of Lambda is not done here. */
function isInvocation(resource: Resource): boolean {
  return isOfService(lambda, resource) && isOptimised(resource.service) && actionName(resource) === 'invoke';
}

async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(abortReason(signal));
    };
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The answer as JSON text; a function that returns nothing answers null. */
function serialize(result: unknown): string {
  let text: string | undefined;
  try {
    text = result === undefined ? undefined : printData(result as JsonValue);
  } catch {
    throw new Error('Unable to stringify response body');
  }
  text ??= 'null';
  if (Buffer.byteLength(text) > LARGEST_RESPONSE) {
    throw new LambdaFault(
      'Function.ResponseSizeTooLarge',
      `Response payload size exceeded maximum allowed payload size (${String(LARGEST_RESPONSE)} bytes).`,
    );
  }
  return text;
}

function notFound(name: string, requestId: string): StatesError {
  const arn = name.startsWith('arn:') ? name : functionArn(name);
  return new StatesError(
    'Lambda.ResourceNotFoundException',
    `Function not found: ${arn} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${requestId}; Proxy: null)`,
  );
}
