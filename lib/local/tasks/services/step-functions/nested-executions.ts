import { parseArn } from '../../../../states-language/arn.ts';
import type { JsonObject, JsonValue } from '../../../../json.ts';
import { isObject } from '../../../base/data.ts';
import type { Execution, ExecutionOutcome } from '../../../engine/execution.ts';
import { ErrorName } from '../../../../states-language/error-name.ts';
import { FatalStatesError, StatesError } from '../../../base/states-error.ts';
import type { TaskCall, TaskInvoker } from '../../../engine/task/task-invoker.ts';
import type { AwsService } from '../../aws-service.ts';
import { actionName, isOfService } from '../../aws-service.ts';
import { beginComplete } from '../../begin-complete.ts';
import { integrate } from '../../integrate.ts';
import type { Integration } from '../../integration.ts';
import { started } from './step-functions.ts';
import { parseData, printData } from '../../../base/json-text.ts';
import { parametersOf } from '../../parameters-of.ts';

/** Starts an execution of another state machine; undefined when there is no such machine. */
export type StartNested = (request: {
  readonly stateMachineArn: string;
  readonly input: JsonValue;
  readonly name: string | undefined;
  /** The ARN of the execution that starts it. */
  readonly startedBy: string;
}) => Execution | undefined;

/** Executions of state machines as tasks. Developer guide: "Start a new AWS Step Functions state machine from a running execution". */
export const nestedWorkflows: AwsService = {
  resources: ['states'],
  actions: {
    startExecution: {
      required: ['StateMachineArn'],
      answer: started,
      syncAnswer: {
        ExecutionArn: { type: 'string', required: true },
        StateMachineArn: { type: 'string', required: true },
        Status: { type: 'string', required: true },
        StartDate: { type: 'string', required: true },
        Name: { type: 'string' },
        Error: { type: 'string' },
        Cause: { type: 'string' },
      },
    },
  },
};

/**
 * Does the work of `states:startExecution`, with `.sync`, `.sync:2` and `.waitForTaskToken`; other resources go on to
 * `invoke`. A nested execution that fails raises `States.TaskFailed`; it is stopped when its parent does not wait any more.
 *
 * @example
 * ```ts
 * import { nestedExecutions, startExecution, virtualClock } from 'tasker-sfn/local';
 * const clock = virtualClock();
 * const child = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } } as const;
 * const invoke = nestedExecutions(
 *   ({ input }) => startExecution({ definition: child, input, invoke: async () => null, clock }),
 *   async () => null,
 * );
 * ```
 */
export function nestedExecutions(start: StartNested, invoke: TaskInvoker): TaskInvoker {
  return integrate([startExecutions(start)], invoke);
}

/** Does the work of `states:startExecution`. */
export function startExecutions(start: StartNested): Integration {
  let requests = 0;
  return {
    claims: (_, resource) => isOfService(nestedWorkflows, resource) && actionName(resource) === 'startExecution',
    begin: beginComplete(nestedWorkflows),
    async perform(call, resource) {
      const requestId = `00000000-0000-4000-9000-${(requests += 1).toString(16).padStart(12, '0')}`;
      const { execution, input, stateMachineArn } = startNested(start, call, requestId);
      const response = startResponse(execution.arn, requestId, call.clock.now());
      if (resource.kind !== 'service' || resource.pattern !== 'sync') return response;
      call.submitted(response);
      const stop = () => {
        execution.stop();
      };
      call.signal.addEventListener('abort', stop, { once: true });
      const outcome = await execution.finished;
      call.signal.removeEventListener('abort', stop);
      const description = describe(execution, outcome, stateMachineArn, input, resource.action.endsWith(':2'));
      if (outcome.status === 'SUCCEEDED') return description;
      throw new StatesError(ErrorName.taskFailed, printData(description));
    },
  };
}

function startNested(start: StartNested, call: TaskCall, requestId: string) {
  const parameters = parametersOf(call);
  const {
    StateMachineArn: stateMachineArn,
    Input,
    Name: name,
  } = isObject(parameters) ? parameters : ({} as JsonObject);
  if (typeof stateMachineArn !== 'string') {
    throw new FatalStatesError(ErrorName.runtime, "The field 'StateMachineArn' is required.");
  }
  const input = inputOf(Input, requestId);
  const request = { stateMachineArn, input, name: typeof name === 'string' ? name : undefined };
  const execution = start({ ...request, startedBy: call.executionArn });
  if (execution === undefined) {
    throw serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`, requestId);
  }
  return { execution, input, stateMachineArn };
}

/** The nested input: a value, or the text of one; nothing gives an empty object. */
function inputOf(input: JsonValue | undefined, requestId: string): JsonValue {
  if (typeof input !== 'string') return input ?? {};
  try {
    return parseData(input);
  } catch {
    throw serviceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${input}'`, requestId);
  }
}

function serviceError(code: string, message: string, requestId: string): StatesError {
  return new StatesError(
    `StepFunctions.${code}Exception`,
    `${message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
}

function startResponse(arn: string, requestId: string, now: number): JsonObject {
  const headers = {
    'x-amzn-RequestId': requestId,
    connection: 'keep-alive',
    'Content-Length': String(JSON.stringify({ executionArn: arn, startDate: now / 1000 }).length),
    Date: new Date(now).toUTCString(),
    'Content-Type': 'application/x-amz-json-1.0',
  };
  return {
    ExecutionArn: arn,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StartDate: new Date(now).toISOString(),
  };
}

/** The finished execution as `.sync` (JSON in texts) and `.sync:2` (JSON as it is) describe it. */
function describe(
  { arn }: Execution,
  { status, output, error, cause, startDate, stopDate }: ExecutionOutcome,
  stateMachineArn: string,
  input: JsonValue,
  parsed: boolean,
): JsonObject {
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: arn,
    Input: parsed ? input : printData(input),
    InputDetails: { Included: true },
    Name: nameIn(arn),
    ...(output === undefined ? {} : { Output: parsed ? parseData(output) : output, OutputDetails: { Included: true } }),
    StartDate: startDate,
    StateMachineArn: stateMachineArn,
    Status: status,
    StopDate: stopDate,
  };
}

function nameIn(executionArn: string): string {
  const arn = parseArn(executionArn);
  return arn?.kind === 'execution' || arn?.kind === 'express' ? arn.name : '';
}
