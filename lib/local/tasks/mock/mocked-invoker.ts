import { ErrorName, FatalStatesError } from '../../base/states-error.ts';
import type { TaskInvoker } from '../../engine/task/task-invoker.ts';
import type { TaskTokens } from '../../engine/task/task-tokens.ts';
import { answerMock } from './answer-mock.ts';
import type { MockConfig, MockedResponse } from './mock-config.ts';

/**
 * Answers the tasks of one execution as a test case of a mock configuration says: `states` names the response of each
 * state; states that it does not name go on to `invoke`. Each state counts its invocations in `counts`, retries and Map
 * iterations included.
 */
export function mockedInvoker(
  states: Readonly<Record<string, string>>,
  responses: MockConfig['MockedResponses'],
  tokens: TaskTokens,
  invoke: TaskInvoker,
  counts: Map<string, number>,
): TaskInvoker {
  const run: TaskInvoker = async (call) => {
    const name = states[call.stateName];
    if (name === undefined) return invoke(call);
    const invocation = counts.get(call.stateName) ?? 0;
    counts.set(call.stateName, invocation + 1);
    const response = find(responses[name] ?? {}, invocation);
    if (response === undefined) {
      throw new FatalStatesError(
        ErrorName.runtime,
        `The mocked response '${name}' of state '${call.stateName}' has nothing for invocation ${String(invocation)}.`,
      );
    }
    return answerMock(call, response, tokens);
  };
  return Object.assign(run, {
    begin: ((task) =>
      states[task.stateName] === undefined ? invoke.begin?.(task) : undefined) satisfies TaskInvoker['begin'],
  });
}

function find(responses: Readonly<Record<string, MockedResponse>>, invocation: number): MockedResponse | undefined {
  return Object.entries(responses).find(([numbers]) => {
    const [first = 0, last = first] = numbers.split('-').map(Number);
    return first <= invocation && invocation <= last;
  })?.[1];
}
