import { ownMember } from '../../lookup.ts';
import {
  invocationsOf,
  MockConfigError,
  responsesOf,
  type MockConfig,
  type MockedResponse,
} from '../tasks/mock/mock-config.ts';
import type { Mocks } from './mock-states.ts';

/** No test asks a mock more often. */
const MOST_INVOCATIONS = 100_000;

/** What a test case of a mock configuration mocks. Throws a `MockConfigError` where there is no such case, or it cannot be used. */
export function mocksOfTestCase(config: MockConfig, machine: string, testCase: string): Mocks {
  const cases = ownMember(config.StateMachines, machine)?.TestCases ?? {};
  const states = ownMember(cases, testCase);
  if (states === undefined) throw new MockConfigError(`It has no test case "${testCase}" of "${machine}".`);
  const mocks = Object.entries(states).map(([state, name]) => {
    const answers: MockedResponse[] = [];
    for (const [numbers, response] of Object.entries(responsesOf(config.MockedResponses, name))) {
      const [first, last] = invocationsOf(numbers);
      for (let number = first; number <= Math.min(last, MOST_INVOCATIONS); number++) answers[number] ??= response;
    }
    return [state, answers] as const;
  });
  return Object.fromEntries(mocks);
}
