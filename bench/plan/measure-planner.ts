import { longestChain, makespan } from '../../lib/plan/makespan.ts';
import type { PlannedStep } from '../../lib/plan/planned-step.ts';
import type { PlanTree } from '../../lib/plan/plan-tree.ts';
import { lognormal, seeded } from '../../test/plan/random-graph.ts';
import type { Workload } from './workload.ts';

export type Planner = (workload: Workload, steps: readonly PlannedStep[]) => PlanTree;

/** What a planner makes of a set of workloads; times relative to the longest chain, one value per workload. */
export interface Results {
  /** Planned blind, and run with equal durations. */
  readonly unit: readonly number[];
  /** Planned blind, and run with the real durations. */
  readonly blind: readonly number[];
  /** Planned blind, and run with durations drawn afresh for each step; the mean of 12 draws. */
  readonly drawn: readonly number[];
  /** Planned with estimates that are off by about 35 %, and run with the real durations; 3 draws, each a value. */
  readonly estimated: readonly number[];
  /** Planned with the real durations, and run with them. */
  readonly known: readonly number[];
  /** Parallel states per step, and how deep they are nested, in the blind plan. */
  readonly parallels: readonly number[];
  readonly depths: readonly number[];
  /** How long it took to plan blind, in ms. */
  readonly planning: readonly number[];
}

export function measurePlanner(plan: Planner, workloads: readonly Workload[]): Results {
  const results = workloads.map((workload) => measure(plan, workload));
  const all = (pick: (result: Results) => readonly number[]) => results.flatMap(pick);
  return {
    unit: all(({ unit }) => unit),
    blind: all(({ blind }) => blind),
    drawn: all(({ drawn }) => drawn),
    estimated: all(({ estimated }) => estimated),
    known: all(({ known }) => known),
    parallels: all(({ parallels }) => parallels),
    depths: all(({ depths }) => depths),
    planning: all(({ planning }) => planning),
  };
}

function measure(plan: Planner, workload: Workload): Results {
  const { order, steps, durations } = workload;
  const random = seeded([...workload.name].reduce((seed, letter) => seed * 31 + letter.charCodeAt(0), 7));
  const ratioOf = (tree: PlanTree, real: readonly number[]) => makespan(tree, real) / longestChain(order, real);
  const planKnowing = (known: readonly number[]) =>
    plan(workload, steps.map((name, element) => ({ name, duration: known[element]!, known: true }))); // prettier-ignore

  const unknown = steps.map((name) => ({ name, duration: 1000, known: false }));
  const start = performance.now();
  const blind = plan(workload, unknown);
  const planning = performance.now() - start;
  const draws = Array.from({ length: 12 }, () => ratioOf(blind, durations.map(() => lognormal(random, 1)))); // prettier-ignore
  const estimates = Array.from({ length: 3 }, () =>
    planKnowing(durations.map((duration) => Math.max(1, Math.round(duration * lognormal(random, 0.3))))),
  );
  return {
    unit: [ratioOf(blind, steps.map(() => 1))], // prettier-ignore
    blind: [ratioOf(blind, durations)],
    drawn: [mean(draws)],
    estimated: estimates.map((tree) => ratioOf(tree, durations)),
    known: [ratioOf(planKnowing(durations), durations)],
    parallels: [countParallels(blind) / steps.length],
    depths: [depthOf(blind)],
    planning: [planning],
  };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function countParallels(tree: PlanTree): number {
  if (tree.kind === 'leaf') return 0;
  const parts = tree.kind === 'series' ? tree.items : tree.branches;
  return parts.reduce((count, part) => count + countParallels(part), tree.kind === 'parallel' ? 1 : 0);
}

function depthOf(tree: PlanTree): number {
  if (tree.kind === 'leaf') return 0;
  const parts = tree.kind === 'series' ? tree.items : tree.branches;
  return Math.max(...parts.map(depthOf)) + (tree.kind === 'parallel' ? 1 : 0);
}
