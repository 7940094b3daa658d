import { ancestorsFirst } from '../plan/ancestors-first.ts';
import type { StepSet } from '../plan/step-set.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { lookUp } from '../lookup.ts';
import { isWorker, type Choices } from './choices.ts';

/**
 * By step: its ancestors of which each blocks it by failing or being blocked, whatever becomes of the others. Without decisions
 * these are all; a step that decisions passed over is skipped whatever else it depends on.
 */
export function failurePaths(plan: WorkflowPlan, choices: Choices): ReadonlyMap<string, StepSet> {
  const { descendants, skippable, counted, decides } = choices;
  if (skippable.size === 0) return plan.ancestors;
  const known = new Map<string, StepSet>();
  // Ancestors first, so that no chain is too long for a recursion.
  for (const step of ancestorsFirst(plan)) known.set(step.name.value, blockersOf(step));
  return known;

  function blockersOf(step: Step): StepSet {
    const blockers = new Set<string>();
    for (const dependency of counted(step)) {
      if (!blocks(dependency, step)) continue;
      blockers.add(dependency.name.value);
      for (const other of lookUp(known, dependency.name.value)) blockers.add(other);
    }
    return blockers;
  }

  function blocks(dependency: Step, step: Step): boolean {
    if (isWorker(step)) return decides(dependency, step);
    const isChosen = descendants.has(step.name.value);
    return !isChosen || decides(dependency, step) || descendants.has(dependency.name.value);
  }
}
