import { suggester } from '../../diagnostics/suggest.ts';
import { didYouMean, listOf, quote } from '../../diagnostics/wording.ts';
import { type Draft, isDamaged, rule } from '../rule.ts';
import type { Located, Step } from '../task-template.ts';

/**
 * The `worker_template` of a `batch_config`, or the `worker_template_name` in the `initialization` of a batchable
 * step, is no step of type `batch_worker`.
 *
 * **Fix:** correct the name, or the type of the step that it names.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: split
 *     type: batchable
 *     handler: { callable: SplitHandler, initialization: { worker_template_name: work } }
 * ```
 */
export const missingWorkerTemplate = rule({
  code: 'missing-worker-template',
  severity: 'error',
  message: ({ step, worker }: { step: string; worker: string; workers: readonly string[]; suggest?: string }) =>
    `Step ${quote(step)} names the worker template ${quote(worker)}, which is not a step of type "batch_worker".`,
  hint: ({ workers, suggest }) =>
    didYouMean(suggest) ??
    (workers.length > 0 ? `Batch worker steps are ${listOf(workers, 'and')}.` : 'Add a step of type "batch_worker".'),
  check(draft, report) {
    const { steps } = draft.template;
    if (!draft.allStepsKnown || steps.some((step) => isDamaged(draft, step, 'type'))) return;
    const workers = steps.filter(({ type }) => type.value === 'batch_worker').map(({ name }) => name.value);
    const suggest = suggester(workers);
    const known = new Set(workers);
    for (const step of steps) {
      const named = workerTemplateOf(step, draft);
      if (named === undefined || known.has(named.value)) continue;
      const params = { step: step.name.value, worker: named.value, workers, suggest: suggest(named.value) };
      report(named.span, params);
    }
  },
});

function workerTemplateOf(step: Step, draft: Draft): Located<string> | undefined {
  if (step.type.value === 'batch_worker') {
    const { batchConfig } = step;
    return batchConfig && !isDamaged(draft, batchConfig, 'worker_template') ? batchConfig.workerTemplate : undefined;
  }
  if (step.type.value !== 'batchable') return undefined;
  const initialization = draft.written.get(step.handler)?.entries.get('initialization')?.value;
  const node = initialization?.kind === 'mapping' && initialization.entries.get('worker_template_name')?.value;
  if (!node || node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  return { value: node.value, span: node.span };
}
