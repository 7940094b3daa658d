import { at, lookUp } from '../lookup.ts';
import { barrierAt, firstSteps, joinsOf, type Barrier } from './barriers.ts';
import { expectedRatio } from './expected-ratio.ts';
import { lengthOfDependencies, lengthOfPlan, startsOf, type StepDurations } from './plan-times.ts';
import { leavesOf, type PlanTree } from './plan-tree.ts';
import type { Step } from '../template/task-template.ts';
import type { WorkflowPlan } from './workflow-plan.ts';
import { worstRatio } from './worst-ratio.ts';

/** What a plan costs. Times are in the unit of the durations: ms where they are known, else 1 per step. */
export interface PlanMeasures {
  readonly steps: number;
  /** Nodes of the plan's tree. */
  readonly nodes: number;
  readonly parallelStates: number;
  /** How deep Parallel states are nested; 0 when there is none. */
  readonly maxDepth: number;
  /** The longest chain of dependencies: no plan can be faster. */
  readonly criticalPath: number;
  /** The longest way through the plan. */
  readonly planCriticalPath: number;
  /** `planCriticalPath / criticalPath`. */
  readonly ratio: number;
  /** The mean of that ratio over variations of the durations: small ones of known durations, large ones of others. */
  readonly expectedRatio: number;
  /** No durations whatever can make the plan slower than this many times the longest chain of dependencies. */
  readonly worstRatio: number;
  readonly barriers: readonly MeasuredBarrier[];
}

export interface MeasuredBarrier extends Barrier {
  /** By how much the plan would be faster without the barrier, at most. */
  readonly cost: number;
}

/** Measures a plan. Durations win over the template's `expected_duration_ms`; a step with neither counts 1. */
export function measurePlan(plan: WorkflowPlan, durations: StepDurations = new Map()): PlanMeasures {
  const steps = leavesOf(plan.tree);
  const used = new Map(
    steps.map(({ name, expectedDurationMs }) => [name.value, durations.get(name.value) ?? expectedDurationMs ?? 1]),
  );
  const criticalPath = lengthOfDependencies(plan, used);
  const planCriticalPath = lengthOfPlan(plan, used);
  const barriers = measureBarriers(plan, used, planCriticalPath - criticalPath);
  return {
    steps: steps.length,
    ...shapeOf(plan.tree),
    criticalPath,
    planCriticalPath,
    ratio: planCriticalPath / criticalPath,
    expectedRatio: barriers.length > 0 ? expectedRatio(plan, durations) : 1,
    worstRatio: barriers.length > 0 ? worstRatio(plan) : 1,
    barriers,
  };
}

/**
 * Without a barrier, the steps behind it would start when the part before it starts and their own dependencies have
 * ended. So nothing would be earlier by more than the longest of these waits, and no plan loses more than there is to lose.
 */
function measureBarriers(plan: WorkflowPlan, durations: StepDurations, loss: number): readonly MeasuredBarrier[] {
  const starts = startsOf(plan, durations);
  const endOf = (step: string) => lookUp(starts, step) + lookUp(durations, step);
  return joinsOf(plan.tree).flatMap((join) => {
    const barrier = barrierAt(join, plan);
    if (barrier === undefined) return [];
    const open = lookUp(starts, at(firstSteps(join.earlier), 0));
    const waits = barrier.after.map(
      (step) => lookUp(starts, step) - Math.max(open, ...lookUp(plan.dependencies, step).map(endOf)),
    );
    return [{ ...barrier, cost: Math.min(loss, Math.max(...waits)) }];
  });
}

function shapeOf(tree: PlanTree<Step>): Pick<PlanMeasures, 'nodes' | 'parallelStates' | 'maxDepth'> {
  if (tree.kind === 'leaf') return { nodes: 1, parallelStates: 0, maxDepth: 0 };
  const parts = (tree.kind === 'series' ? tree.items : tree.branches).map(shapeOf);
  const own = tree.kind === 'parallel' ? 1 : 0;
  return {
    nodes: 1 + sum(parts.map((part) => part.nodes)),
    parallelStates: own + sum(parts.map((part) => part.parallelStates)),
    maxDepth: own + Math.max(...parts.map((part) => part.maxDepth)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
