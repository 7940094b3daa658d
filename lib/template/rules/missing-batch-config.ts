import { isWritten, type Rule } from '../rule.ts';

/** A batch worker has a batch configuration: it says how the items are shared out. Tasker: "BatchConfiguration". */
export const missingBatchConfig: Rule = (draft, report) => {
  for (const step of draft.template.steps) {
    if (step.type.value === 'batch_worker' && !isWritten(draft, step, 'batch_config')) {
      report('missing-batch-config', step.name.span, { step: step.name.value });
    }
  }
};
