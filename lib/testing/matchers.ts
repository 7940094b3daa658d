import { isDone } from '../client/view/step-view.ts';
import { describeRun, describeStep, type TaskRun } from './task-run.ts';

/** What a matcher answers to `expect`, in Vitest and Jest alike. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What a failed step is asked for. */
export interface ExpectedFailure {
  /** The handler's own code. */
  readonly code?: string;
  /** How often it ran. */
  readonly attempts?: number;
}

/**
 * Matchers of runs, for `expect.extend`. Importing `tasker-sfn/testing/vitest` or `tasker-sfn/testing/jest` registers them.
 *
 * @example
 * ```ts
 * import { expect } from 'vitest';
 * import { runTask } from 'tasker-sfn/testing';
 * import 'tasker-sfn/testing/vitest';
 *
 * expect(await runTask('templates/shop/order.yaml')).toHaveCompleted('ship');
 * ```
 */
export const taskMatchers = {
  /** The whole task succeeded. */
  toHaveSucceeded(task: TaskRun): MatcherResult {
    return result(task.status === 'SUCCEEDED', task, 'the task to succeed');
  },

  /** These steps completed, whatever became of the others. */
  toHaveCompleted(task: TaskRun, ...steps: readonly string[]): MatcherResult {
    const missing = steps.filter((name) => !isDone(stepOf(task, name).state));
    return result(missing.length === 0, task, `${list(missing.length > 0 ? missing : steps)} to complete`);
  },

  /** A step failed for good. */
  toHaveFailedAt(task: TaskRun, step: string, { code, attempts }: ExpectedFailure = {}): MatcherResult {
    const found = stepOf(task, step);
    const pass =
      found.state === 'error' &&
      (code === undefined || found.error?.code === code) &&
      (attempts === undefined || found.attempts === attempts);
    const details = [
      ...(code === undefined ? [] : [`with the code ${code}`]),
      ...(attempts === undefined ? [] : [`after ${attempts} attempts`]),
    ];
    return result(pass, task, [`"${step}" to fail`, ...details].join(' '));
  },

  /** These steps never ran, since a step before them failed. */
  toHaveBlocked(task: TaskRun, ...steps: readonly string[]): MatcherResult {
    const others = steps.filter((name) => stepOf(task, name).blocked !== true);
    return result(others.length === 0, task, `${list(others.length > 0 ? others : steps)} to be blocked`);
  },

  /** A step ran so many times. */
  toHaveRun(task: TaskRun, step: string, attempts: number): MatcherResult {
    const found = stepOf(task, step);
    return result(
      found.attempts === attempts,
      task,
      `"${step}" to run ${attempts} times; it is ${describeStep(found)}`,
    );
  },
};

/** The matchers as `expect(task)` has them; the test runner's types are extended with these. */
export interface TaskMatchers<R = unknown> {
  /** The whole task succeeded. */
  toHaveSucceeded(): R;
  /** These steps completed, whatever became of the others. */
  toHaveCompleted(...steps: readonly string[]): R;
  /** A step failed for good. */
  toHaveFailedAt(step: string, expected?: ExpectedFailure): R;
  /** These steps never ran, since a step before them failed. */
  toHaveBlocked(...steps: readonly string[]): R;
  /** A step ran so many times. */
  toHaveRun(step: string, attempts: number): R;
}

function stepOf(task: TaskRun, name: string) {
  const step = task.steps[name];
  if (step === undefined) throw new Error(`The task has no step "${name}".`);
  return step;
}

function result(pass: boolean, task: TaskRun, wanted: string): MatcherResult {
  return { pass, message: () => `Expected ${wanted}${pass ? ' not' : ''}.\n${describeRun(task)}` };
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
