import type { JsonObject, JsonValue } from '../../../../json.ts';
import type { Resource } from '../../../../states-language/resource.ts';
import { isObject } from '../../../base/data.ts';
import { AwsError } from '../../../base/api/aws-error.ts';
import type { OperationName } from '../../../base/api/requests.ts';
import { requests } from '../../../base/api/requests.ts';
import { checkRequest } from '../../../base/api/shape.ts';
import type { PendingTask, TaskCall, TaskInvoker } from '../../../engine/task/task-invoker.ts';
import type { TaskTokens } from '../../../engine/task/task-tokens.ts';
import { TaskTokenError } from '../../../engine/task/task-tokens.ts';
import { isOfService } from '../../aws-service.ts';
import { integrate } from '../../integrate.ts';
import type { Integration } from '../../integration.ts';
import { stepFunctionsCalls } from './step-functions-calls.ts';
import { stepFunctions } from './step-functions.ts';

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
  return integrate([new TaskAnswers(tokens)], invoke);
}

/** Does the work of tasks that answer other tasks. Each execution has one, and few have anything to do: so it makes little of itself before. */
class TaskAnswers implements Integration {
  readonly #tokens: TaskTokens;
  #calls: Integration | undefined;

  constructor(tokens: TaskTokens) {
    this.#tokens = tokens;
  }

  claims({ parameters }: PendingTask, resource: Resource): boolean {
    if (!isOfService(stepFunctions, resource) || !ACTIONS.has(resource.action)) return false;
    const { TaskToken: token } = isObject(parameters) ? parameters : ({} as JsonObject);
    return typeof token === 'string' && this.#tokens.isOwn(token);
  }

  perform(call: TaskCall, resource: Resource): Promise<JsonValue> {
    this.#calls ??= stepFunctionsCalls(async (operation, request) => this.#answer(operation, request));
    return this.#calls.perform(call, resource);
  }

  #answer(operation: OperationName, request: unknown): object {
    const answer = answers[operation];
    if (answer === undefined) throw new Error('Only tasks that answer others are done here.');
    try {
      answer(this.#tokens, request);
      return {};
    } catch (thrown) {
      throw thrown instanceof TaskTokenError ? new AwsError(thrown.name, thrown.message) : thrown;
    }
  }
}

const ACTIONS: ReadonlySet<string> = new Set(['sendTaskSuccess', 'sendTaskFailure', 'sendTaskHeartbeat']);

const answers: { readonly [Name in OperationName]?: (tokens: TaskTokens, request: unknown) => void } = {
  SendTaskSuccess: (tokens, request) => {
    const { taskToken, output } = checkRequest(requests.SendTaskSuccess, request);
    tokens.sendTaskSuccess(taskToken, output);
  },
  SendTaskFailure: (tokens, request) => {
    const { taskToken, error, cause } = checkRequest(requests.SendTaskFailure, request);
    tokens.sendTaskFailure(taskToken, error, cause);
  },
  SendTaskHeartbeat: (tokens, request) => {
    tokens.sendTaskHeartbeat(checkRequest(requests.SendTaskHeartbeat, request).taskToken);
  },
};
