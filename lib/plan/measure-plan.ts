import { barriersOf, type Barrier } from './barriers.ts';
import { stepsOf, type Region } from './region.ts';
import type { WorkflowPlan } from './workflow-plan.ts';

/** What a plan costs. Times are in the unit of the durations: ms where they are known, else 1 per step. */
export interface PlanMeasures {
  readonly steps: number;
  /** Nodes of the region tree. */
  readonly regions: number;
  readonly parallelStates: number;
  /** How deep Parallel states are nested; 0 when there is none. */
  readonly maxDepth: number;
  /** The longest chain of dependencies: no plan can be faster. */
  readonly criticalPath: number;
  /** The longest way through the plan. */
  readonly planCriticalPath: number;
  /** `planCriticalPath / criticalPath`. */
  readonly ratio: number;
  /** No durations whatever can make the plan slower than this many times the longest chain of dependencies. */
  readonly worstRatio: number;
  readonly barriers: readonly MeasuredBarrier[];
}

export interface MeasuredBarrier extends Barrier {
  /** By how much the barrier delays a step beyond what its own dependencies do, at most. */
  readonly delay: number;
}

/** Measures a plan. Durations win over the template's `expected_duration_ms`; a step with neither counts 1. */
export function measurePlan(plan: WorkflowPlan, durations: ReadonlyMap<string, number> = new Map()): PlanMeasures {
  const steps = stepsOf(plan.region);
  const weights = new Map(
    steps.map(({ name, expectedDurationMs }) => [name.value, durations.get(name.value) ?? expectedDurationMs ?? 1]),
  );
  const starts = startsIn(plan.region, weights);
  const endOf = (step: string) => starts.get(step)! + weights.get(step)!;
  // When the step could start if only its own dependencies held it back.
  const readyAt = (step: string) => Math.max(0, ...plan.dependencies.get(step)!.map(endOf));
  const criticalPath = longestChain(plan, weights);
  const planCriticalPath = Math.max(...steps.map(({ name }) => endOf(name.value)));
  return {
    steps: steps.length,
    ...shapeOf(plan.region),
    criticalPath,
    planCriticalPath,
    ratio: planCriticalPath / criticalPath,
    worstRatio: worstRatio(plan.region, plan),
    barriers: barriersOf(plan).map((barrier) => ({
      ...barrier,
      delay: Math.max(...barrier.after.map((step) => starts.get(step)! - readyAt(step))),
    })),
  };
}

/** When each step starts if each region starts as soon as the one before it has ended. */
function startsIn(region: Region, weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  place(region, 0);
  return starts;

  function place(part: Region, from: number): number {
    switch (part.kind) {
      case 'step':
        starts.set(part.step.name.value, from);
        return from + weights.get(part.step.name.value)!;
      case 'sequence':
        return part.items.reduce((time, item) => place(item, time), from);
      case 'parallel':
        return Math.max(...part.branches.map((branch) => place(branch, from)));
    }
  }
}

function longestChain(plan: WorkflowPlan, weights: ReadonlyMap<string, number>): number {
  const ends = new Map<string, number>();
  // Tree order is an order of the dependencies too.
  for (const { name } of stepsOf(plan.region)) {
    const before = plan.dependencies.get(name.value)!.map((dependency) => ends.get(dependency)!);
    ends.set(name.value, Math.max(0, ...before) + weights.get(name.value)!);
  }
  return Math.max(...ends.values());
}

function shapeOf(region: Region): Pick<PlanMeasures, 'regions' | 'parallelStates' | 'maxDepth'> {
  if (region.kind === 'step') return { regions: 1, parallelStates: 0, maxDepth: 0 };
  const parts = (region.kind === 'sequence' ? region.items : region.branches).map(shapeOf);
  const own = region.kind === 'parallel' ? 1 : 0;
  return {
    regions: 1 + sum(parts.map((part) => part.regions)),
    parallelStates: own + sum(parts.map((part) => part.parallelStates)),
    maxDepth: own + Math.max(...parts.map((part) => part.maxDepth)),
  };
}

/**
 * A bound of `ratio` over all durations. The plan's longest way is a chain of the plan; were its steps a single chain of
 * dependencies too, nothing would be lost. They fall into as many as the chain has steps that do not depend on each other,
 * and those lie in one run of barriers: where each item of a sequence depends wholly on the one before, the chains join up.
 */
function worstRatio(region: Region, plan: WorkflowPlan): number {
  switch (region.kind) {
    case 'step':
      return 1;
    case 'parallel':
      return Math.max(...region.branches.map((branch) => worstRatio(branch, plan)));
    case 'sequence': {
      let [run, worst] = [0, 0];
      region.items.forEach((item, index) => {
        const before = region.items[index - 1];
        const joined = before !== undefined && dependsWholly(item, before, plan);
        run = (joined ? 0 : run) + worstRatio(item, plan);
        worst = Math.max(worst, run);
      });
      return worst;
    }
  }
}

function dependsWholly(later: Region, earlier: Region, plan: WorkflowPlan): boolean {
  return stepsOf(later).every(({ name }) => {
    const ancestors = plan.ancestors.get(name.value)!;
    return stepsOf(earlier).every((step) => ancestors.has(step.name.value));
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
