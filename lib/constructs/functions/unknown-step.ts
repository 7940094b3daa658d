import type { CompiledWorkflow } from '../../compile.ts';
import { suggest } from '../../diagnostics/suggest.ts';

/** Says that there is no such step, and which one may have been meant. */
export function unknownStep(workflow: CompiledWorkflow, name: string): string {
  const names = workflow.template.steps.map((step) => step.name.value);
  const close = suggest(name, names);
  return (
    `a step "${name}", but the template ${workflow.template.name.value} has no such step. ` +
    (close === undefined ? `It has ${names.map((each) => `"${each}"`).join(', ')}.` : `Did you mean "${close}"?`)
  );
}
