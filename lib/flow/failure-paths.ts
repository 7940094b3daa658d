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

/**
 * Steps that may be skipped for want of a decision that has failed, or was blocked, and does not block them: a batch without work lies
 * between. Once the task is redriven, the decision may name them, or what they follow.
 */
export function skippedForNow(plan: WorkflowPlan, choices: Choices, blockers: ReadonlyMap<string, StepSet>): StepSet {
  const { descendants, branches, deciders } = choices;
  const decisions = [...branches.keys()];
  const found = plan.template.steps.filter((step) => {
    const name = step.name.value;
    if (!descendants.has(name)) return false;
    // Nothing but the batchable step decides on its workers.
    const asked = isWorker(step) ? (deciders.get(name) ?? []) : [name];
    return asked.some((one) =>
      decisions.some((decision) => lookUp(plan.ancestors, one).has(decision) && !lookUp(blockers, one).has(decision)),
    );
  });
  return new Set(found.map(({ name }) => name.value));
}
