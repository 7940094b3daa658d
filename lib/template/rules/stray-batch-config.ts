import { isDamaged, type Rule } from '../rule.ts';

/** Only a batch worker's batch configuration is read. Tasker: "BatchConfiguration". */
export const strayBatchConfig: Rule = (draft, report) => {
  for (const step of draft.template.steps) {
    const entry = draft.written.get(step)?.entries.get('batch_config');
    if (entry === undefined || step.type.value === 'batch_worker' || isDamaged(draft, step, 'type')) continue;
    report('stray-batch-config', entry.key.span, { step: step.name.value, type: step.type.value });
  }
};
