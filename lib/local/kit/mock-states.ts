import { ownMember } from '../../lookup.ts';
import type { JsonValue } from '../../json.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { FatalStatesError } from '../base/states-error.ts';
import type { TaskCall, TaskInvoker } from '../engine/task/task-invoker.ts';
import type { TaskTokens } from '../engine/task/task-tokens.ts';
import { answerMock } from '../tasks/mock/answer-mock.ts';
import type { MockedResponse } from '../tasks/mock/mock-config.ts';

/** One answer of a mocked task; with `After`, it takes so many seconds of virtual time. */
export type MockAnswer = MockedResponse & {
  /** Seconds before the answer comes. @default 0 */
  readonly After?: number;
};

/**
 * How a state's task is mocked: one answer for all invocations; a list with one for each, retries and Map iterations
 * included; or a function of what the state sends.
 */
export type Mock = MockAnswer | readonly MockAnswer[] | ((parameters: JsonValue) => JsonValue | Promise<JsonValue>);

/** By state: what is mocked. */
export type Mocks = Readonly<Record<string, Mock>>;

/** Answers the tasks of one execution as their mocks say, and has `unmocked` do the others. */
export function mockStates(mocks: Mocks, tokens: TaskTokens, unmocked: TaskInvoker): TaskInvoker {
  const invocations = new Map<string, number>();
  const perform: TaskInvoker = async (call) => {
    const { stateName } = call;
    const invocation = invocations.get(stateName) ?? 0;
    invocations.set(stateName, invocation + 1);
    const mock = ownMember(mocks, stateName);
    return mock === undefined ? unmocked(call) : mocked(mock, invocation, call, tokens);
  };
  const begin: TaskInvoker['begin'] = (task) =>
    ownMember(mocks, task.stateName) === undefined ? unmocked.begin?.(task) : undefined;
  return Object.assign(perform, { begin });
}

async function mocked(mock: Mock, invocation: number, call: TaskCall, tokens: TaskTokens): Promise<JsonValue> {
  if (typeof mock === 'function') {
    const result = await call.clock.external(async () => mock(call.parameters));
    return answerMock(call, { Return: result }, tokens);
  }
  const answer = isList(mock) ? mock[invocation] : mock;
  if (answer === undefined) {
    throw new FatalStatesError(
      ErrorName.runtime,
      `The mock of the state "${call.stateName}" has no answer for invocation ${String(invocation + 1)}.`,
    );
  }
  if (answer.After !== undefined) await call.clock.sleep(answer.After * 1000, call.signal);
  return answerMock(call, answer, tokens);
}

function isList(mock: MockAnswer | readonly MockAnswer[]): mock is readonly MockAnswer[] {
  return Array.isArray(mock);
}
