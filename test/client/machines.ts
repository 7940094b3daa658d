import { writeMachineComment } from '../../lib/contract/machine-comment.ts';
import type { Catcher, Retrier, State, StateMachine, SubMachine, TaskState } from '../../lib/states-language/types.ts';

/** Machines of the shape that the emitter writes, small enough to read. */

export interface StepOptions {
  readonly dependencies?: readonly string[];
  readonly maxAttempts?: number;
  readonly depth?: number;
  readonly exit: { readonly Next: string } | { readonly End: true; readonly OutputPath: string };
}

const services: Retrier = {
  ErrorEquals: ['Lambda.ServiceException', 'Lambda.TooManyRequestsException'],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
};

/** A step with its retriers, and the states of a retry that the machine waits for. */
export function stepStates(name: string, options: StepOptions): Record<string, State> {
  const maxAttempts = options.maxAttempts ?? 3;
  return {
    [name]: {
      ...task(name, options),
      Retry: [
        { ErrorEquals: ['PermanentError', 'AttemptsExhaustedError', 'RetryAfterError'], MaxAttempts: 0 },
        services,
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: 1,
          MaxAttempts: maxAttempts - 1,
          BackoffRate: 2,
          MaxDelaySeconds: 30,
        },
      ],
      Catch: [caught('RetryAfterError', `${name}: retry`), caught('States.ALL', `${name}: failed`)],
    },
    ...retryAfter(name),
    ...failed(name, options),
  };
}

/** `first`, then `left` and `right` side by side, then `last`. */
export function diamond(version = '1.0.0'): StateMachine {
  const exit = { End: true, OutputPath: '$.steps_1' } as const;
  const branch = (name: string): SubMachine => ({
    StartAt: name,
    States: stepStates(name, { dependencies: ['first'], depth: 1, exit }),
  });
  return {
    Comment: writeMachineComment({
      template: { namespace: 'shop', name: 'diamond', version },
      budget: { steps: 4, reserved: 25_000 },
      steps: [
        manifestStep('first'),
        manifestStep('left', 'first'),
        manifestStep('right', 'first'),
        manifestStep('last', 'left', 'right'),
      ],
    }),
    StartAt: 'task: begin',
    States: {
      'task: begin': { Type: 'Pass', Result: { steps: {} }, Next: 'first' },
      ...stepStates('first', { exit: { Next: 'parallel(left, right)' } }),
      'parallel(left, right)': {
        Type: 'Parallel',
        Branches: [branch('left'), branch('right')],
        ResultPath: '$.steps.parallel_0',
        Next: 'last',
      },
      ...stepStates('last', { dependencies: ['left', 'right'], exit: { Next: 'task: complete' } }),
      'task: complete': { Type: 'Pass', End: true },
      'task: report': { Type: 'Fail', ErrorPath: '$.error', CausePath: '$.cause' },
    },
  };
}

function manifestStep(name: string, ...dependencies: readonly string[]) {
  return { name, type: 'standard', dependencies, maxAttempts: 3 };
}

export function single(states: Record<string, State>): StateMachine {
  return { StartAt: Object.keys(states)[0]!, States: { ...states, 'task: complete': { Type: 'Succeed' } } };
}

function task(name: string, options: StepOptions): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: `\${${name}}`,
      Payload: {
        step: { name, dependencies: options.dependencies ?? [], max_attempts: options.maxAttempts ?? 3 },
      },
    },
    ResultSelector: { 'result.$': '$.Payload.result', after: options.dependencies ?? [] },
    ResultPath: address(name, options),
    ...options.exit,
  };
}

function address(name: string, { depth }: StepOptions): string {
  return depth === undefined ? `$.steps.${name}` : `$.steps_${depth}.${name}`;
}

function caught(error: string, next: string): Catcher {
  return { ErrorEquals: [error], ResultPath: '$.caught', Next: next };
}

function retryAfter(name: string): Record<string, State> {
  return {
    [`${name}: retry`]: { Type: 'Pass', ResultPath: '$.retry', Next: `${name}: retry: wait` },
    [`${name}: retry: wait`]: { Type: 'Wait', SecondsPath: '$.retry.seconds', Next: name },
  };
}

function failed(name: string, options: StepOptions): Record<string, State> {
  return {
    [`${name}: failed`]: {
      Type: 'Pass',
      Parameters: { failure: { step: name, 'caught.$': '$.caught' } },
      ResultPath: address(name, options),
      ...('End' in options.exit ? options.exit : { Next: 'task: report' }),
    },
  };
}
