import { WireError } from '../contract/errors.ts';
import type { Step } from '../template/task-template.ts';
import { attemptsOf, delaysOf, isCounted, retriersOf } from './backoff.ts';
import { containerPath, failureEntry } from './data-flow.ts';
import { memberPath } from './json-path.ts';
import { awaitName, emitAwait } from './await-states.ts';
import type { EmitContext, Scope } from './machine.ts';
import { allComplete } from './presence.ts';
import { emitCountedRetry, emitRetryAfter } from './retry-states.ts';
import { auxiliaryName, taskName } from './state-names.ts';
import { stepPayload } from './step-payload.ts';
import type { Catcher } from '../states-language/types.ts';

/**
 * Emits a step: its Task, the Pass that records its failure, and where needed a guard before it and the states of a retry
 * that the machine waits for itself.
 */
export function emitStep(step: Step, blocked: string, scope: Scope, context: EmitContext): void {
  const name = step.name.value;
  const task = taskName(name);
  const address = memberPath(containerPath(scope.depth), name);
  const failed = auxiliaryName(name, 'failed');

  const delivery = context.deliveries.get(name);
  const guard = auxiliaryName(name, 'ready?');
  if (delivery !== undefined) emitAwait(step, delivery, guard, scope, context);
  if (isGuarded(step, scope.complete, context)) {
    const doubtful = doubtfulDependencies(step, scope.complete, context);
    scope.states.add(guard, {
      Type: 'Choice',
      Choices: [{ ...allComplete(doubtful.map((other) => scope.visible.get(other) as string)), Next: task }],
      Default: blocked,
    });
  }
  scope.states.add(task, {
    Type: 'Task',
    ...(step.description !== undefined && { Comment: step.description }),
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: `\${${context.functionKey(step.handler.callable.value)}}`,
      Payload: stepPayload(step, scope, context),
    },
    ...(step.timeoutSeconds !== undefined && { TimeoutSeconds: step.timeoutSeconds.value }),
    ResultSelector: { 'result.$': '$.Payload.result' },
    ResultPath: address,
    Retry: retriersOf(step.retry),
    Catch: catchersOf(step, failed),
    ...scope.onSuccess,
  });
  if (delaysOf(step.retry).length > 0) emitRetryAfter(name, task, scope.states);
  if (isCounted(step.retry)) emitCountedRetry(name, delaysOf(step.retry), failed, scope.states);
  scope.states.add(failed, {
    Type: 'Pass',
    Parameters: failureEntry(name, attemptsOf(step.retry)),
    ResultPath: address,
    ...scope.onFailure,
  });
}

/** The first state of a step: its wait, else its guard where a dependency may be missing, else its Task. */
export function stepEntryName(step: Step, complete: ReadonlySet<string>, context: EmitContext): string {
  const name = step.name.value;
  if (context.deliveries.has(name)) return awaitName(name);
  return isGuarded(step, complete, context) ? auxiliaryName(name, 'ready?') : taskName(name);
}

/** Whether control can come to a step while one of its dependencies has failed or is blocked. */
export function isGuarded(step: Step, complete: ReadonlySet<string>, context: EmitContext): boolean {
  return doubtfulDependencies(step, complete, context).length > 0;
}

function doubtfulDependencies(step: Step, complete: ReadonlySet<string>, context: EmitContext): readonly string[] {
  return (context.plan.dependencies.get(step.name.value) ?? []).filter((other) => !complete.has(other));
}

function catchersOf(step: Step, failed: string): readonly Catcher[] {
  const name = step.name.value;
  const caught = { ResultPath: '$.caught' };
  const otherwise: Catcher = { ErrorEquals: ['States.ALL'], ...caught, Next: failed };
  if (delaysOf(step.retry).length === 0) return [otherwise];
  const waitForIt: Catcher = {
    ErrorEquals: [WireError.retryAfter],
    ...caught,
    Next: auxiliaryName(name, 'read cause'),
  };
  if (!isCounted(step.retry)) return [waitForIt, otherwise];
  const final: Catcher = { ErrorEquals: [WireError.permanent, WireError.exhausted], ...caught, Next: failed };
  return [waitForIt, final, { ...otherwise, Next: auxiliaryName(name, 'attempts used?') }];
}
