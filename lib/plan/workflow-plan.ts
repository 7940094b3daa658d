import type { TaskTemplate } from '../template/task-template.ts';
import type { Region } from './region.ts';

/** How a plan was made: exactly, since the graph is series-parallel, or with added barriers. */
export type Strategy = 'series-parallel' | 'barriers';

/** A template and the shape in which its steps will run. */
export interface WorkflowPlan {
  readonly template: TaskTemplate;
  readonly strategy: Strategy;
  readonly region: Region;
  /** By step name: the dependencies that no other dependency implies (transitive reduction), sorted. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** By step name: all transitive dependencies. */
  readonly ancestors: ReadonlyMap<string, ReadonlySet<string>>;
}
