import { canonicalCallable } from '../contract/callable.ts';
import type { JsonObject } from '../json.ts';
import type { StepEvent, UnansweredRun } from '../contract/step-event.ts';
import { LambdaFault, StatesError, type Clock, type LambdaFunction } from '../local/index.ts';
import {
  createPublishingFunction,
  defineHandler,
  PermanentError,
  RetryableError,
  type StepFunctionOptions,
} from '../runtime/index.ts';
import { StepFault, type Disturbance, type MockHandler, type StepMock } from './step-mock.ts';

/** What stands behind the functions of a workflow under test. */
export interface TestFunctions {
  /** By canonical callable: the handlers that are not mocked whole. */
  readonly handlers: ReadonlyMap<string, LambdaFunction>;
  /** By step name. */
  readonly mocks: ReadonlyMap<string, StepMock>;
  readonly clock: Clock;
  readonly options: StepFunctionOptions;
}

/** Whether a mock leaves nothing for the handler to do. */
export function replacesHandler(mock: StepMock | undefined): boolean {
  if (mock === undefined) return false;
  if (!(mock instanceof StepFault)) return true;
  return mock.then !== undefined || (mock.times === Infinity && mock.disturbance.kind !== 'wait');
}

/** The function of a callable: its handler, or what the test put in its place for the step that calls it. */
export function testFunction(callable: string, functions: TestFunctions): LambdaFunction {
  /** By step. A mock that takes the place of another one begins to count anew. */
  const invocations = new Map<string, { readonly mock: StepMock | undefined; readonly count: number }>();
  return async (event, context) => {
    // The machine under test sends events of its contract alone.
    const sent = event as unknown as StepEvent | UnansweredRun;
    if ('unanswered' in sent) return publishingFunction(callable, functions)(event, context);
    const { step } = sent;
    const mock = functions.mocks.get(step.name);
    const known = invocations.get(step.name);
    const invocation = known === undefined || known.mock !== mock ? 1 : known.count + 1;
    invocations.set(step.name, { mock, count: invocation });
    if (mock instanceof StepFault && invocation <= mock.times) {
      const { disturbance } = mock;
      if (disturbance.kind !== 'wait') return disturb(disturbance, callable, functions)(event, context);
      await functions.clock.sleep(disturbance.ms);
    }
    return actualFunction(mock, callable, functions)(event, context);
  };
}

/** Who publishes the failure of a crashed run: the handler's function, where it was loaded; a mock has no events. */
function publishingFunction(callable: string, { handlers, options }: TestFunctions): LambdaFunction {
  return handlers.get(canonicalCallable(callable)) ?? functionOf(callable, {}, options);
}

function actualFunction(mock: StepMock | undefined, callable: string, functions: TestFunctions): LambdaFunction {
  const instead = mock instanceof StepFault ? mock.then : mock;
  if (instead !== undefined) return functionOf(callable, instead, functions.options);
  const handler = functions.handlers.get(canonicalCallable(callable));
  if (handler === undefined) throw new Error(`No handler "${callable}" was loaded.`);
  return handler;
}

function disturb(
  disturbance: Exclude<Disturbance, { readonly kind: 'wait' }>,
  callable: string,
  { options }: TestFunctions,
): LambdaFunction {
  switch (disturbance.kind) {
    case 'throttle':
      return async () => {
        throw new StatesError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
      };
    case 'crash':
      return async () => {
        throw new LambdaFault('Runtime.ExitError', 'Error: Runtime exited with error: exit status 1');
      };
    case 'fail': {
      const { retryable, failure } = disturbance;
      const { message = 'The test made this step fail.', code, retryAfter } = failure;
      const details = {
        ...(code !== undefined && { error_code: code }),
        ...(retryAfter !== undefined && { retry_after: retryAfter }),
      };
      return functionOf(
        callable,
        () => {
          throw retryable ? new RetryableError(message, details) : new PermanentError(message, details);
        },
        options,
      );
    }
  }
}

/** A result or a function as the function of a step: it is judged as what a handler returns or throws. */
function functionOf(callable: string, mock: JsonObject | MockHandler, options: StepFunctionOptions): LambdaFunction {
  const handler = defineHandler(callable, {}, async ({ context }) => {
    if (typeof mock !== 'function') return mock;
    const results = Object.keys(context.dependencyResults).map(
      (name) => [name, context.getDependencyResult(name) as JsonObject] as const,
    );
    return mock({
      step: context.event.workflowStep.name,
      attempt: context.retryCount + 1,
      context: context.inputData as JsonObject,
      results: Object.fromEntries(results),
      config: context.stepConfig as JsonObject,
    });
  });
  // Without its events: a mock publishes none, but it is told of its crashes as the handler is.
  return createPublishingFunction(handler, { declared: {} }, options);
}
