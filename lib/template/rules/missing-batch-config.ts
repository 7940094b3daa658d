import { quote } from '../../diagnostics/wording.ts';
import { isWritten, rule } from '../rule.ts';

/**
 * A step of type `batch_worker` has no `batch_config`.
 *
 * **Fix:** add `batch_config` with all five keys; see [templates.md](templates.md#batch_config).
 *
 * @see Tasker: "BatchConfiguration".
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: split, type: batchable, handler: { callable: SplitHandler } }
 *   - { name: work, type: batch_worker, handler: { callable: WorkHandler }, dependencies: [split] }
 * ```
 */
export const missingBatchConfig = rule({
  code: 'missing-batch-config',
  severity: 'error',
  message: ({ step }: { step: string }) => `The batch worker step ${quote(step)} has no "batch_config".`,
  hint: () =>
    'Add "batch_config:" with "batch_size", "parallelism", "cursor_field", "worker_template" and "failure_strategy".',
  check(draft, report) {
    for (const step of draft.template.steps) {
      if (step.type.value === 'batch_worker' && !isWritten(draft, step, 'batch_config')) {
        report(step.name.span, { step: step.name.value });
      }
    }
  },
});
