import type { JsonObject } from '../contract/json.ts';
import type { Step } from '../template/task-template.ts';
import { attemptsOf, isCounted } from './backoff.ts';
import type { EmitContext, Scope } from './machine.ts';

/**
 * What a step's function receives: a `StepEvent` of the contract as a payload template. The task comes from the context
 * object, so the request need not travel through the states; the ancestors' entries come from their addresses.
 */
export function stepPayload(step: Step, scope: Scope, context: EmitContext): JsonObject {
  const { template, ancestors } = context.plan;
  const name = step.name.value;
  return {
    task: {
      'id.$': '$$.Execution.Name',
      'arn.$': '$$.Execution.Id',
      namespace: template.namespace.value,
      name: template.name.value,
      version: template.version.value,
      'started_at.$': '$$.Execution.StartTime',
      'request.$': '$$.Execution.Input',
    },
    step: {
      name,
      callable: step.handler.callable.value,
      ...(step.handler.method !== undefined && { method: step.handler.method.value }),
      ...configOf(step),
      dependencies: step.dependencies.map((dependency) => dependency.value).sort(),
      retryable: step.retry.retryable,
      max_attempts: attemptsOf(step.retry),
      ...(step.timeoutSeconds !== undefined && { timeout_seconds: step.timeoutSeconds.value }),
      'retry_count.$': '$$.State.RetryCount',
      ...(isCounted(step.retry) && { counted: true }),
    },
    'retry.$': '$.retry.error',
    dependencies: Object.fromEntries(
      [...(ancestors.get(name) ?? [])].sort().map((other) => [`${other}.$`, scope.visible.get(other) as string]),
    ),
    budget: { ...context.budget },
  };
}

/** Text instead of an object where a `$` would be read as a path or a substitution. */
function configOf(step: Step): { readonly config?: JsonObject | string } {
  const { initialization } = step.handler;
  if (Object.keys(initialization).length === 0) return {};
  const text = JSON.stringify(initialization);
  return { config: text.includes('$') ? text.replaceAll('$', '\\u0024') : initialization };
}
