import type { TaskTemplate } from '../template/task-template.ts';
import type { PlanTree } from './plan-tree.ts';
import type { StepSet } from './step-set.ts';
import type { Step } from '../template/task-template.ts';

/**
 * What to do where a graph is not series-parallel: add waits (`barriers`), or let steps of different branches meet at an
 * item of a table (`exact`), which adds none.
 */
export type Sync = 'barriers' | 'exact';

/** How a plan was made: with nothing added since the graph is series-parallel, with barriers, or with rendezvous. */
export type Strategy = 'series-parallel' | 'barriers' | 'rendezvous';

/** A template and the shape in which its steps will run. */
export interface WorkflowPlan {
  /** The template that was planned. */
  readonly template: TaskTemplate;
  /** How the plan was made. */
  readonly strategy: Strategy;
  /** The shape in which the steps run. */
  readonly tree: PlanTree<Step>;
  /** By step name: the dependencies that no other dependency implies (transitive reduction), sorted. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** By step name: all transitive dependencies. */
  readonly ancestors: ReadonlyMap<string, StepSet>;
  /**
   * By the name of a step that waits inside its branch: those of its dependencies that the tree does not put before it,
   * sorted: of a convergence those that it joins, too, though a decision that it depends on implies them. Empty unless the strategy is `rendezvous`.
   */
  readonly rendezvous: ReadonlyMap<string, readonly string[]>;
}
