import type { CompiledWorkflow } from '../../compile.ts';
import { listOf } from '../../diagnostics/wording.ts';
import { suggest } from '../../diagnostics/suggest.ts';

/** Says that a template has no such step, and which one may have been meant. */
export function unknownStepOf({ template }: CompiledWorkflow, name: string): string {
  const names = template.steps.map((step) => step.name.value);
  return unknownStep(name, names, `the template ${template.name.value}`);
}

/** Says that there is no such step, and which one may have been meant. */
export function unknownStep(name: string, names: readonly string[], where: string): string {
  const close = suggest(name, names);
  const has = where.startsWith('no ') ? `${where} has such a step` : `${where} has no such step`;
  return `a step "${name}", but ${has}. ${close === undefined ? `There is ${listOf(names, 'and')}.` : `Did you mean "${close}"?`}`;
}
