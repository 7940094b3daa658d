import type { JsonObject, JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import { parseJson } from '../../base/parse-json.ts';
import { seededRandom } from '../../base/random.ts';
import { parseResource } from '../../../states-language/resource.ts';
import { StatesError } from '../../base/states-error.ts';
import { mistakeInContext, waits } from '../test-state/check-context.ts';
import { mistakeInResult } from '../test-state/check-mock.ts';
import type { FoundState } from '../test-state/find-state.ts';
import { findState } from '../test-state/find-state.ts';
import type { StateMock } from '../test-state/run-container.ts';
import { runTest } from '../test-state/run-test.ts';
import { AwsError, validationError } from '../../base/api/aws-error.ts';
import type { RequestOf } from '../../base/api/requests.ts';
import { requireDefinition } from '../require-definition.ts';
import { readInput } from '../read-input.ts';
import type { Operation } from '../service.ts';

type Request = RequestOf<'TestState'>;

/** What a state is called that the request does not name. */
const UNNAMED = 'StateName';

/** Runs a single state, once, and tells what became of its data. */
export const testState: Operation<'TestState'> = async (service, request) => {
  const { inspectionLevel = 'INFO', roleArn, stateConfiguration = {} } = request;
  const found = request.stateName === undefined ? onlyState(request.definition) : namedState(request);
  const mock = mockOf(request, found);
  checkTestable(found, mock, roleArn);
  const { inspectionData, ...result } = await runTest({
    found,
    input: readInput(request.input ?? '{}'),
    variables: variablesOf(request.variables),
    mock,
    context: contextOf(request, found),
    conditions: {
      retries: stateConfiguration.retrierRetryCount ?? 0,
      failures: stateConfiguration.mapIterationFailureCount ?? 0,
      readerData: stateConfiguration.mapItemReaderData,
    },
    roleArn,
    place: service.place,
    invoke: service.invoker(),
    objects: service.objects,
    clock: service.clock,
    random: seededRandom(service.nextSeed()),
  });
  return { ...result, ...(inspectionLevel !== 'INFO' && { inspectionData }) };
};

function namedState({ definition, stateName = '' }: Request): FoundState {
  const found = findState(requireDefinition(definition, 'STANDARD'), stateName);
  if (found === undefined) throw validationError('State not found in definition');
  return found;
}

/** The state that is the whole definition. It is checked within a machine that has the states that it leads to. */
function onlyState(definition: string): FoundState {
  const parsed = parseJson(definition);
  if (!('value' in parsed) || !isObject(parsed.value)) {
    requireDefinition(definition, 'STANDARD');
    throw new AwsError('InvalidDefinition', 'The definition is not a state.');
  }
  const state = parsed.value;
  const ends = targetsOf(state).map((name) => [name, { Type: 'Succeed' }] as const);
  const machine = { StartAt: UNNAMED, States: { ...Object.fromEntries(ends), [UNNAMED]: state } };
  const found = findState(requireDefinition(JSON.stringify(machine), 'STANDARD'), UNNAMED);
  if (found === undefined) throw validationError('State not found in definition');
  return found;
}

/** The states that a state names. */
function targetsOf(state: JsonObject): readonly string[] {
  const { Next, Default, Choices, Catch } = state;
  const rules = [Choices, Catch].flatMap((list) => (isArray(list) ? list : []));
  const named = [Next, Default, ...rules.map((rule) => (isObject(rule) ? rule['Next'] : undefined))];
  return named.filter((name): name is string => typeof name === 'string' && name !== UNNAMED);
}

function mockOf({ mock, revealSecrets }: Request, { state }: FoundState): StateMock | undefined {
  if (mock === undefined) return undefined;
  if (!['Task', 'Map', 'Parallel'].includes(state.Type)) {
    throw validationError(`State type '${state.Type}' is not supported when a mock is specified`);
  }
  const { result, errorOutput, fieldValidationMode = 'STRICT' } = mock;
  if ((result === undefined) === (errorOutput === undefined)) {
    throw validationError('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (revealSecrets === true) {
    throw validationError('TestState does not support RevealSecrets when a mock is specified.');
  }
  if (result === undefined) return { error: new StatesError(errorOutput?.error, errorOutput?.cause) };
  const value = parsed(result, 'Mocked result');
  const mistake = mistakeInResult(state, value, fieldValidationMode);
  if (mistake !== undefined) throw validationError(mistake);
  return { result: value };
}

/** Some states need a mock, and tasks that call a service need a role. */
function checkTestable({ state }: FoundState, mock: StateMock | undefined, roleArn: string | undefined): void {
  if (mock !== undefined) return;
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (state.Type !== 'Task') return;
  if (waits(state) || parseResource(state.Resource)?.kind === 'activity') {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Activity tasks, or .sync and .waitForTaskToken service integration patterns, without a mock',
    );
  }
  if (roleArn === undefined) throw validationError('RoleArn must be specified when testing a Task state');
}

function variablesOf(text: string | undefined): JsonObject {
  const variables = text === undefined ? {} : parsed(text, 'Variables');
  if (isObject(variables)) return variables;
  throw validationError('Variables must be a JSON object.');
}

function contextOf({ context, mock }: Request, { state }: FoundState): JsonObject | undefined {
  if (context === undefined) return undefined;
  if (mock === undefined) throw validationError('A Context object can only be specified when a mock is specified.');
  const value = parsed(context, 'Context object');
  const mistake = mistakeInContext(value, state);
  if (mistake !== undefined) throw validationError(`Invalid Context object provided: ${mistake}`);
  return isObject(value) ? value : undefined;
}

function parsed(text: string, what: string): JsonValue {
  const found = parseJson(text);
  if ('value' in found) return found.value;
  throw validationError(`${what} must be valid JSON: ${found.mistake}`);
}
