import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { isObject } from '../base/data.ts';
import { parseResource } from '../../states-language/resource.ts';
import { AwsError } from './aws-error.ts';
import { requests } from './requests.ts';
import { checkRequest } from './shape.ts';
import { awsServices } from '../tasks/services/aws-services.ts';
import { serviceError } from '../tasks/services/service-answer.ts';
import type { TaskCall, TaskInvoker } from '../engine/task/task-invoker.ts';
import { wrapInvoker } from '../engine/task/task-invoker.ts';
import type { TaskTokens } from '../engine/task/task-tokens.ts';
import { TaskTokenError } from '../engine/task/task-tokens.ts';

const SERVICE = 'aws-sdk:sfn';
const ACTIONS = ['sendTaskSuccess', 'sendTaskFailure', 'sendTaskHeartbeat'] as const;

/**
 * Does the work of `aws-sdk:sfn:sendTaskSuccess`, `sendTaskFailure` and `sendTaskHeartbeat`, at once, for tokens that this
 * engine has made: those of `tokens` wait, all others have been answered. Tokens of another engine and other resources go on to
 * `invoke`.
 *
 * @example
 * ```ts
 * import { startExecution, taskAnswers, TaskTokens, virtualClock } from 'tasker-sfn/local';
 * const tokens = new TaskTokens();
 * const invoke = taskAnswers(tokens, async () => null);
 * // Executions that share `tokens` can answer each other's tasks: startExecution({ …, tokens, invoke });
 * ```
 */
export function taskAnswers(tokens: TaskTokens, invoke: TaskInvoker): TaskInvoker {
  let count = 0;
  // Asked of every task there is, so it must not cost anything.
  return wrapInvoker(invoke, (call) => (call.resource.includes(SERVICE) ? answerIfOwn(call) : invoke(call)));

  async function answerIfOwn(call: TaskCall): Promise<JsonValue> {
    const target = parseResource(call.resource);
    const isOurs = target?.kind === 'service' && target.service === SERVICE;
    const action = ACTIONS.find((name) => isOurs && target.action === name);
    const { TaskToken: token, Output: output, Error: error, Cause: cause } = membersOf(call.parameters);
    if (action === undefined || typeof token !== 'string' || !tokens.isOwn(token)) return invoke(call);
    const requestId = `00000000-0000-4000-b000-${(count += 1).toString(16).padStart(12, '0')}`;
    try {
      answer(tokens, action, {
        taskToken: token,
        ...(output !== undefined && { output: typeof output === 'string' ? output : JSON.stringify(output) }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      });
      return {};
    } catch (thrown) {
      if (!(thrown instanceof TaskTokenError) && !(thrown instanceof AwsError)) throw thrown;
      const { name: code, message } = thrown;
      const isDeclared = thrown instanceof TaskTokenError;
      throw serviceError(awsServices[SERVICE], false, { code, message, status: 400, requestId, isDeclared });
    }
  }
}

function answer(tokens: TaskTokens, action: (typeof ACTIONS)[number], request: JsonObject): void {
  switch (action) {
    case 'sendTaskSuccess': {
      const { taskToken, output } = checkRequest(requests.SendTaskSuccess, request);
      tokens.sendTaskSuccess(taskToken, output);
      break;
    }
    case 'sendTaskFailure': {
      const { taskToken, error, cause } = checkRequest(requests.SendTaskFailure, request);
      tokens.sendTaskFailure(taskToken, error, cause);
      break;
    }
    case 'sendTaskHeartbeat':
      tokens.sendTaskHeartbeat(checkRequest(requests.SendTaskHeartbeat, request).taskToken);
      break;
  }
}

function membersOf(parameters: JsonValue): JsonObject {
  return isObject(parameters) ? parameters : {};
}
