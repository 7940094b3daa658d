import { ownMember } from '../../../lookup.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { FatalStatesError } from '../../base/states-error.ts';
import type { Integration } from '../integration.ts';
import type { TaskTokens } from '../../engine/task/task-tokens.ts';
import { answerMock } from './answer-mock.ts';
import type { MockConfig, MockedResponse } from './mock-config.ts';
import { invocationsOf, MockConfigError, responsesOf } from './mock-config.ts';

/**
 * Answers the tasks of one execution as a test case of a mock configuration says: `states` names the response of each state.
 * Each state counts its invocations in `counts`, retries and Map iterations included.
 */
export function mockedStates(
  states: Readonly<Record<string, string>>,
  responses: MockConfig['MockedResponses'],
  tokens: TaskTokens,
  counts: Map<string, number>,
): Integration {
  return {
    claims: ({ stateName }) => Object.hasOwn(states, stateName),
    async perform(call) {
      const { stateName } = call;
      const name = ownMember(states, stateName) ?? '';
      const invocation = counts.get(stateName) ?? 0;
      counts.set(stateName, invocation + 1);
      const response = find(usable(responses, name, stateName), invocation);
      if (response !== undefined) return answerMock(call, response, tokens);
      throw new FatalStatesError(
        ErrorName.runtime,
        `The mocked response '${name}' of state '${stateName}' has nothing for invocation ${String(invocation)}.`,
      );
    },
  };
}

function usable(responses: MockConfig['MockedResponses'], name: string, state: string) {
  try {
    return responsesOf(responses, name);
  } catch (error) {
    if (!(error instanceof MockConfigError)) throw error;
    throw new FatalStatesError(ErrorName.runtime, `The mock of state '${state}' cannot be used. ${error.message}`);
  }
}

function find(responses: Readonly<Record<string, MockedResponse>>, invocation: number): MockedResponse | undefined {
  return Object.entries(responses).find(([numbers]) => {
    const [first, last] = invocationsOf(numbers);
    return first <= invocation && invocation <= last;
  })?.[1];
}
