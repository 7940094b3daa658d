import type { Span } from '../../diagnostics/source.ts';
import { quote } from '../../diagnostics/wording.ts';
import { ALL_STEPS } from '../resolve-environment.ts';
import { type Draft, isDamaged, rule } from '../rule.ts';
import type { Step } from '../task-template.ts';

/**
 * A `batch_config` has no effect, since its step is not of type `batch_worker`. In an environment it may be that of
 * `ALL`, where there is such a step.
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
  message: ({ step, type, environment }: { step: string; type?: string; environment?: string }) => {
    const place = environment === undefined ? '' : ` in environment ${quote(environment)}`;
    const why = type === undefined ? 'no step' : 'the step';
    return `The "batch_config" of ${step === ALL_STEPS ? quote(step) : `step ${quote(step)}`}${place} is ignored: ${why} is of type ${quote(type ?? WORKER)}.`;
  },
  hint: () => 'Move it to the step of type "batch_worker".',
  check(draft, report) {
    const { steps, environments } = draft.template;
    for (const step of steps) {
      const span = spanIn(draft, step);
      if (span === undefined || !isStray(draft, step)) continue;
      report(span, { step: step.name.value, type: step.type.value });
    }
    for (const environment of environments.values()) {
      for (const override of environment.steps) {
        const span = spanIn(draft, override);
        const name = override.name.value;
        const meant = name === ALL_STEPS ? steps : steps.filter((step) => step.name.value === name);
        // That a step is unknown is told by another rule.
        if (span === undefined || meant.length === 0 || !meant.every((step) => isStray(draft, step))) continue;
        const type = name === ALL_STEPS ? undefined : meant[0]?.type.value;
        report(span, { step: name, environment: environment.name.value, ...(type !== undefined && { type }) });
      }
    }
  },
});

const WORKER = 'batch_worker';

function spanIn({ written }: Draft, owner: object): Span | undefined {
  return written.get(owner)?.entries.get('batch_config')?.key.span;
}

function isStray(draft: Draft, step: Step): boolean {
  return step.type.value !== WORKER && !isDamaged(draft, step, 'type');
}
