import type { JsonValue } from '../../../json.ts';
import { isObject } from '../../base/data.ts';
import { parseResource } from '../../../states-language/resource.ts';
import { StatesError } from '../../base/states-error.ts';
import type { TaskCall } from '../../engine/task/task-invoker.ts';
import type { TaskTokens } from '../../engine/task/task-tokens.ts';
import type { MockedResponse } from './mock-config.ts';
import { printData } from '../../base/json-text.ts';

/** Answers a task as its service would have done in the end: a task that waits for its token gets the result as well. */
export function answerMock(call: TaskCall, response: MockedResponse, tokens: TaskTokens): JsonValue {
  if ('Throw' in response) throw new StatesError(response.Throw.Error, response.Throw.Cause);
  const result = resultOf(call.resource, response.Return);
  if (call.taskToken !== undefined) tokens.sendTaskSuccess(call.taskToken, printData(result));
  else call.submitted(result);
  return result;
}

/** A mock answers as the service does; of a function's answer, a function ARN yields the payload alone. */
function resultOf(resource: string, result: JsonValue): JsonValue {
  if (parseResource(resource)?.kind !== 'function' || !isObject(result)) return result;
  const { Payload: payload, StatusCode: status } = result;
  return payload !== undefined && status !== undefined ? payload : result;
}
