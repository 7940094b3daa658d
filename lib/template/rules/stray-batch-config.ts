import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

/**
 * A `batch_config` has no effect, since its step is not of type `batch_worker`.
 *
 * **Fix:** move it to the batch worker.
 *
 * @see Tasker: "BatchConfiguration".
 *
 * @example
 * ```yaml
 * steps:
 *   - name: split
 *     type: batchable
 *     handler: { callable: SplitHandler }
 *     batch_config: { batch_size: 9, parallelism: 2, cursor_field: id, worker_template: work, failure_strategy: isolate }
 * ```
 */
export const strayBatchConfig = rule({
  code: 'stray-batch-config',
  severity: 'warning',
  message: ({ step, type }: { step: string; type: string }) =>
    `The "batch_config" of step ${quote(step)} is ignored: the step is of type ${quote(type)}.`,
  hint: () => 'Move it to the step of type "batch_worker".',
  check(draft, report) {
    for (const step of draft.template.steps) {
      const entry = draft.written.get(step)?.entries.get('batch_config');
      if (entry === undefined || step.type.value === 'batch_worker' || isDamaged(draft, step, 'type')) continue;
      report(entry.key.span, { step: step.name.value, type: step.type.value });
    }
  },
});
