import type { PlanTree } from '../../lib/plan/plan-tree.ts';
import type { WorkflowPlan } from '../../lib/plan/workflow-plan.ts';
import type { Located, Step } from '../../lib/template/task-template.ts';

/** A tree in the short form of `tasker-sfn plan --json`. */
export type Tree = string | { readonly series: readonly Tree[] } | { readonly parallel: readonly Tree[] };

export const DIAMOND: Tree = { series: ['a', { parallel: ['b', 'c'] }, 'd'] };

/** A plan made by hand: any tree over steps with covering dependencies, so that tests do not hang on the planner. */
export function planOf(
  dependencies: Readonly<Record<string, readonly string[]>>,
  tree: Tree,
  steps: Readonly<Record<string, Partial<Step>>> = {},
): WorkflowPlan {
  const source = { path: 'test.yaml', text: '' };
  const located = <T>(value: T): Located<T> => ({ value, span: { file: source, start: 0, end: 0 } });
  const stepOf = (name: string): Step => ({
    name: located(name),
    span: located(name).span,
    type: located('standard' as const),
    handler: { callable: located('A::B'), initialization: {} },
    dependencies: dependencies[name]!.map(located),
    retry: { retryable: true, maxAttempts: 3, backoff: 'exponential', baseMs: 1000, maxMs: 30_000 },
    publishesEvents: [],
    ...steps[name],
  });
  const all = new Map(Object.keys(dependencies).map((name) => [name, stepOf(name)]));
  const planTreeOf = (node: Tree): PlanTree<Step> => {
    if (typeof node === 'string') return { kind: 'leaf', leaf: all.get(node)! };
    if ('series' in node) return { kind: 'series', items: node.series.map(planTreeOf) };
    return { kind: 'parallel', branches: node.parallel.map(planTreeOf) };
  };
  const ancestors = new Map<string, ReadonlySet<string>>();
  const ancestorsOf = (name: string): ReadonlySet<string> => {
    const known = ancestors.get(name);
    if (known) return known;
    const found = new Set(dependencies[name]!.flatMap((parent) => [parent, ...ancestorsOf(parent)]));
    ancestors.set(name, found);
    return found;
  };
  Object.keys(dependencies).forEach(ancestorsOf);
  return {
    template: {
      source,
      name: located('order'),
      namespace: located('shop'),
      version: located('1.2.3'),
      steps: [...all.values()],
      environments: new Map(),
      domainEvents: [],
    },
    strategy: 'series-parallel',
    rendezvous: new Map(),
    tree: planTreeOf(tree),
    dependencies: new Map(Object.entries(dependencies)),
    ancestors,
  };
}
