import type { JsonObject, JsonValue } from '../../../../contract/json.ts';
import { isObject } from '../../../base/data.ts';
import type { Resource } from '../../../../states-language/resource.ts';
import { AwsError } from '../../../base/api/aws-error.ts';
import { requests } from '../../../base/api/requests.ts';
import { checkRequest } from '../../../base/api/shape.ts';
import { serviceError } from '../../sdk/service-answer.ts';
import type { TaskInvoker } from '../../../engine/task/task-invoker.ts';
import type { TaskTokens } from '../../../engine/task/task-tokens.ts';
import { TaskTokenError } from '../../../engine/task/task-tokens.ts';
import { isOfService } from '../../aws-service.ts';
import { integrate } from '../../integrate.ts';
import type { Integration } from '../../integration.ts';
import { stepFunctions } from './step-functions.ts';

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
  return integrate([answerTasks(tokens)], invoke);
}

/** Does the work of tasks that answer other tasks. */
export function answerTasks(tokens: TaskTokens): Integration {
  let count = 0;
  return {
    claims: ({ parameters }, resource) => {
      const { TaskToken: token } = membersOf(parameters);
      return actionIn(resource) !== undefined && typeof token === 'string' && tokens.isOwn(token);
    },
    async perform({ parameters }, resource) {
      const action = actionIn(resource);
      if (action === undefined) throw new Error('Only tasks that answer others are done here.');
      const requestId = `00000000-0000-4000-b000-${(count += 1).toString(16).padStart(12, '0')}`;
      const { TaskToken: taskToken, Output: output, Error: error, Cause: cause } = membersOf(parameters);
      try {
        answer(tokens, action, {
          ...(taskToken !== undefined && { taskToken }),
          ...(output !== undefined && { output: typeof output === 'string' ? output : JSON.stringify(output) }),
          ...(error !== undefined && { error }),
          ...(cause !== undefined && { cause }),
        });
        return {};
      } catch (thrown) {
        if (!(thrown instanceof TaskTokenError) && !(thrown instanceof AwsError)) throw thrown;
        const { name: code, message } = thrown;
        const isDeclared = thrown instanceof TaskTokenError;
        throw serviceError(stepFunctions, false, { code, message, status: 400, requestId, isDeclared });
      }
    },
  };
}

function actionIn(resource: Resource): (typeof ACTIONS)[number] | undefined {
  return isOfService(stepFunctions, resource) ? ACTIONS.find((name) => resource.action === name) : undefined;
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
