import { barriersOf } from '../plan/barriers.ts';
import { leavesOf } from '../plan/plan-tree.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { StepView } from '../client/index.ts';
import { count } from '../diagnostics/wording.ts';
import { captionsOf } from './captions.ts';
import { collapseSiblings } from './collapse-siblings.ts';
import { compareNaturally } from './compare-naturally.ts';
import { countDrawnStates, type DrawnState } from './state-glyphs.ts';
import type { Picture, PictureEdge, PictureNode, StepNode } from './picture-parts.ts';
import { wrapText } from './wrap-text.ts';

/** By name, the steps of a run of the template. */
export type RunSteps = ReadonlyMap<string, StepView>;

/** The picture of a plan; with the steps of a run, of what has happened. Every id is an identifier in Mermaid, DOT and SVG alike. */
export function pictureOf(plan: WorkflowPlan, run?: RunSteps): Picture {
  const { name, namespace, version } = plan.template;
  const steps = leavesOf(plan.tree).toSorted((a, b) => compareNaturally(a.name.value, b.name.value));
  const typeOf = new Map(steps.map((step) => [step.name.value, step.type.value]));
  const nodes: PictureNode[] = steps.map((step) => {
    const node = stepNode(step.name.value, captionsOf(step), run?.get(step.name.value));
    return step.type.value === 'batch_worker' ? stackOf(node, workersIn(step.name.value, run, typeOf)) : node;
  });
  const edges: PictureEdge[] = steps.flatMap((step) =>
    edgesTo(step.name.value, plan.dependencies.get(step.name.value) ?? []).map((edge, index) => {
      const before = plan.dependencies.get(step.name.value)?.[index] ?? '';
      // A convergence waits for its decision, which does not decide on it.
      const isDecided = typeOf.get(before) === 'decision' && step.type.value !== 'deferred_convergence';
      return isDecided ? { ...edge, kind: 'decision' } : edge;
    }),
  );
  addBarriers(barriersOf(plan), nodes, edges);
  return {
    title: name.value,
    subtitle: [
      namespace.value,
      version.value,
      ...(run === undefined ? [count(steps.length, 'step')] : [countStates(nodes)]),
    ].join(' · '),
    ...collapseSiblings(nodes, edges),
  };
}

/** Steps of which some wait for others, on which they do not depend. */
interface DrawnBarrier {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function addBarriers(barriers: readonly DrawnBarrier[], nodes: PictureNode[], edges: PictureEdge[]): void {
  barriers.forEach(({ before, after }, index) => {
    const connect = (from: string, to: string) => edges.push({ from, to, kind: 'barrier' });
    if (before.length === 1 || after.length === 1) {
      before.forEach((from) => after.forEach((to) => connect(stepId(from), stepId(to))));
      return;
    }
    // Through a node of its own: as many edges as steps, not as many as pairs of steps.
    const id = `barrier_${index + 1}`;
    nodes.push({ kind: 'barrier', id });
    before.forEach((from) => connect(stepId(from), id));
    after.forEach((to) => connect(id, stepId(to)));
  });
}

/** The picture of a run whose template is not at hand: its steps, what they depend on, and what its plan has let them wait for. */
export function pictureOfRun(title: string, subtitle: string, steps: readonly StepView[]): Picture {
  const sorted = steps.toSorted((a, b) => compareNaturally(a.name, b.name));
  // A step may depend on one that is no part of the run, since a decision has passed it over.
  const known = new Set(steps.map(({ name }) => name));
  const nodes: PictureNode[] = sorted.map((step) => stepNode(step.name, [], step));
  const edges: PictureEdge[] = sorted.flatMap((step) =>
    edgesTo(
      step.name,
      step.dependencies.filter((name) => known.has(name)),
    ),
  );
  addBarriers(waitedBarriers(sorted, known), nodes, edges);
  return { title, subtitle, ...collapseSiblings(nodes, edges) };
}

/** The barriers at which steps of a run have waited; those that waited for the same steps are behind the same one. */
function waitedBarriers(steps: readonly StepView[], known: ReadonlySet<string>): readonly DrawnBarrier[] {
  const barriers = new Map<string, { readonly before: readonly string[]; readonly after: string[] }>();
  for (const { name, dependencies, waits = [] } of steps) {
    for (const { kind, for: waitedFor } of waits) {
      const before = waitedFor.filter((other) => known.has(other) && !dependencies.includes(other)).toSorted();
      if (kind !== 'barrier' || before.length === 0) continue;
      const key = JSON.stringify(before);
      const barrier = barriers.get(key) ?? { before, after: [] };
      barrier.after.push(name);
      barriers.set(key, barrier);
    }
  }
  return [...barriers.values()];
}

/** How many steps are in each state, with the signs of the states. */
export function countStates(nodes: readonly PictureNode[]): string {
  return countDrawnStates(nodes.flatMap((node) => (node.kind === 'step' ? (node.state ?? []) : [])));
}

function stepNode(name: string, captions: readonly string[], view: StepView | undefined): StepNode {
  const ran = view === undefined || view.attempts < 2 ? [] : [count(view.attempts, 'attempt')];
  return {
    kind: 'step',
    id: stepId(name),
    names: [name],
    lines: wrapText(name, 26),
    captions: view === undefined ? captions : view.skipped === true ? [skippedCaption(view)] : ran,
    ...(view !== undefined && { state: drawnState(view) }),
  };
}

function skippedCaption({ skippedBy = [], emptyBatches = [] }: StepView): string {
  return emptyBatches.length > 0 && emptyBatches.length === skippedBy.length ? 'no work' : 'not chosen';
}

function drawnState({ blocked, skipped, state }: StepView): DrawnState {
  if (skipped === true) return 'skipped';
  return blocked === true ? 'blocked' : state;
}

/** The workers of a batch among the steps of a run: they have the names of no step of the template. */
function workersIn(
  template: string,
  run: RunSteps | undefined,
  steps: ReadonlyMap<string, unknown>,
): readonly StepView[] {
  return [...(run?.values() ?? [])].filter(({ name }) => name.startsWith(`${template}_`) && !steps.has(name));
}

/** States of workers of which no more is to come. */
const SETTLED: readonly DrawnState[] = ['complete', 'resolved_manually', 'error'];

/** The workers of a batch as one: how many there are, and what has become of them. */
function stackOf(node: StepNode, workers: readonly StepView[]): StepNode {
  if (workers.length === 0) return { ...node, isStack: true };
  const failed = workers.filter(({ state }) => state === 'error').length;
  const open = workers.find(({ state }) => !SETTLED.includes(state));
  const counted = count(workers.length, 'worker') + (failed === 0 ? '' : `, ${failed} failed`);
  return { ...node, isStack: true, captions: [counted], state: failed > 0 ? 'error' : (open?.state ?? 'complete') };
}

function edgesTo(name: string, dependencies: readonly string[]): readonly PictureEdge[] {
  return dependencies.map((dependency) => ({ from: stepId(dependency), to: stepId(name), kind: 'dependency' }));
}

/** An identifier for a step: its name, with all that is not a letter, digit or underscore spelled out. One to one. */
function stepId(name: string): string {
  return 'step_' + name.replace(/_(?=x)|[^A-Za-z0-9_]/gu, (char) => `_x${char.codePointAt(0)?.toString(16) ?? ''}_`);
}
