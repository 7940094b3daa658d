import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

/** Only a batch worker's batch configuration is read. Tasker: "BatchConfiguration". */
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
