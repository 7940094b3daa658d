import type { JsonObject } from '../../json.ts';
import type { Envelope } from '../../flow/envelope.ts';
import { slotPath } from '../paths/slot-path.ts';
import { isCounted } from './retriers.ts';

/**
 * An envelope as a payload template: a `StepEvent` of the contract. The task comes from the context object, the ancestors'
 * entries come by their paths.
 */
export function stepPayload({ template, step, method, config, retryable, ancestors, budget }: Envelope): JsonObject {
  const { retries } = step;
  return {
    task: {
      'id.$': '$$.Execution.Name',
      'arn.$': '$$.Execution.Id',
      namespace: template.namespace,
      name: template.name,
      version: template.version,
      'started_at.$': '$$.Execution.StartTime',
      'request.$': '$$.Execution.Input',
    },
    step: {
      name: step.name,
      callable: step.callable,
      ...(method !== undefined && { method }),
      ...configOf(config),
      dependencies: step.dependencies,
      retryable,
      max_attempts: retries.attempts,
      ...(step.timeoutSeconds !== undefined && { timeout_seconds: step.timeoutSeconds }),
      'retry_count.$': '$$.State.RetryCount',
      ...(isCounted(retries) && { counted: true }),
    },
    'retry.$': '$.retry.error',
    dependencies: Object.fromEntries([...ancestors].map(([name, slot]) => [`${name}.$`, slotPath(slot)])),
    budget: { ...budget },
  };
}

/** Text instead of an object where a `$` would be read as a path or a substitution. */
function configOf(initialization: JsonObject): { readonly config?: JsonObject | string } {
  if (Object.keys(initialization).length === 0) return {};
  const text = JSON.stringify(initialization);
  return { config: text.includes('$') ? text.replaceAll('$', '\\u0024') : initialization };
}
