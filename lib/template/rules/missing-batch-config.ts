import { quote } from '../../diagnostics/wording.ts';
import { isWritten, rule } from '../rule.ts';

/** A batch worker has a batch configuration: it says how the items are shared out. Tasker: "BatchConfiguration". */
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
