import { at, lookUp } from '../lookup.ts';
import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import { collectReports } from '../diagnostics/report.ts';
import { quote } from '../diagnostics/wording.ts';
import { contains } from '../graph/bit-set.ts';
import { partialOrder, type PartialOrder } from '../graph/partial-order.ts';
import type { Step, TaskTemplate } from '../template/task-template.ts';
import { planExactly } from './exact/plan-exactly.ts';
import { plannedSteps, type PlannedStep } from './planned-step.ts';
import { planOrder } from './plan-order.ts';
import { mapLeaves, type PlanTree } from './plan-tree.ts';
import { NamedElements } from './step-set.ts';
import type { Strategy, Sync, WorkflowPlan } from './workflow-plan.ts';

/**
 * The file of durations names a step that the template does not have; the line is ignored.
 *
 * **Fix:** correct the name.
 *
 * @example
 * ```json
 * {"name": "shpi"}
 * ```
 */
export const unknownDurationStep = defineDiagnostic({
  code: 'unknown-duration-step',
  severity: 'warning',
  message: ({ name }: { name: string }) =>
    `The durations name the step ${quote(name)}, but the template has no such step.`,
  hint: () => 'Correct the name, or remove the line.',
});

/**
 * With exact sync the workers of a batch would have to wait for steps of other branches, or these for them, which a Map
 * cannot do. The template is compiled with barriers, which change when steps run and nothing else.
 *
 * **Fix:** leave exact sync out, or let the batch depend on what the steps beside it depend on.
 *
 * @example
 * ```json
 * {"step": "resize"}
 * ```
 */
export const batchAtRendezvous = defineDiagnostic({
  code: 'batch-at-rendezvous',
  severity: 'warning',
  message: ({ step }: { step: string }) =>
    `With exact sync, the workers of ${quote(step)} would have to wait for steps of other branches, or these for them. A batch cannot do that, so the branches of this template wait at barriers.`,
  hint: () => 'Leave exact sync out, or let the batch depend on what the steps beside it depend on.',
});

export interface PlanOptions {
  /** How long steps usually take, in ms, by step name; wins over `expected_duration_ms`. */
  readonly durations?: ReadonlyMap<string, number>;
  /** @default "barriers" */
  readonly sync?: Sync;
}

/**
 * Finds the shape in which a template's steps run. The plan depends on the names of the steps and on the order that their
 * dependencies generate, and on nothing else of the file: not on the order of steps, nor on redundant dependencies. With exact sync
 * a convergence meets what it joins itself where a decision that it depends on implies it.
 *
 * @throws Error when the template has errors (a cycle, a dependency that is no step).
 */
export function planTemplate(
  template: TaskTemplate,
  { durations = new Map(), sync = 'barriers' }: PlanOptions = {},
): Outcome<WorkflowPlan> {
  const steps = template.steps.toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
  const names = steps.map((step) => step.name.value);
  const elementOf = new Map(names.map((name, element) => [name, element]));
  const order = partialOrder(steps.map((step) => step.dependencies.map(({ value }) => lookUp(elementOf, value))));
  const { report, diagnostics } = collectReports();
  const planned = plannedSteps(steps, durations);
  const needed = steps.map((step, element) => neededBesideOthers(step, element));
  const wanted = planWith(sync, order, planned, needed);
  const met = new Set(wanted.rendezvous.flatMap((others, element) => (others.length > 0 ? [element, ...others] : [])));
  const meeting = steps.filter(({ type }, element) => type.value === 'batch_worker' && met.has(element));
  for (const { name } of meeting) report(batchAtRendezvous, name.span, { step: name.value });
  const { tree, strategy, rendezvous } = meeting.length > 0 ? planWith('barriers', order, planned, needed) : wanted;

  for (const name of durations.keys()) {
    if (!elementOf.has(name)) report(unknownDurationStep, template.name.span, { name });
  }
  const named = (elements: readonly number[]) => elements.map((element) => at(names, element));
  return {
    value: {
      template,
      strategy,
      tree: mapLeaves(tree, (element) => at(steps, element)),
      dependencies: new Map(names.map((name, element) => [name, named(at(order.predecessors, element))])),
      ancestors: new Map(
        names.map((name, element) => [name, new NamedElements(at(order.before, element), names, elementOf)]),
      ),
      rendezvous: new Map(
        rendezvous.flatMap((others, element) => (others.length > 0 ? [[at(names, element), named(others)]] : [])),
      ),
    },
    diagnostics,
  };

  /**
   * What a convergence joins though a decision that it depends on implies it. The decision never counts: where it fails, the convergence
   * runs all the same, and needs to be told of what it joins by others. And what gives a batch its work, though another dependency implies it:
   * where that one has failed, the batch asks all the same whether there was work.
   */
  function neededBesideOthers({ type, dependencies }: Step, element: number): readonly number[] {
    const direct = new Set(at(order.predecessors, element));
    const all = [...new Set(dependencies.map(({ value }) => lookUp(elementOf, value)))];
    if (type.value === 'batch_worker')
      return all.filter((other) => at(steps, other).type.value === 'batchable' && !direct.has(other));
    if (type.value !== 'deferred_convergence') return [];
    const joined = all.filter((other) => at(steps, other).type.value !== 'decision');
    if (joined.length === all.length) return [];
    return joined.filter((one) => !direct.has(one) && !joined.some((other) => contains(at(order.before, other), one)));
  }
}

/** A plan of an order, and by element what its tree leaves to be met. */
interface SyncedPlan {
  readonly tree: PlanTree;
  readonly strategy: Strategy;
  readonly rendezvous: readonly (readonly number[])[];
}

function planWith(
  sync: Sync,
  order: PartialOrder,
  steps: readonly PlannedStep[],
  needed: readonly (readonly number[])[],
): SyncedPlan {
  if (sync === 'barriers') return { ...planOrder(order, steps), rendezvous: [] };
  const { tree, rendezvous } = planExactly(order, needed);
  const isSeriesParallel = rendezvous.every((others) => others.length === 0);
  return { tree, strategy: isSeriesParallel ? 'series-parallel' : 'rendezvous', rendezvous };
}
