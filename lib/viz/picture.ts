import { barriersOf } from '../plan/barriers.ts';
import { leavesOf } from '../plan/plan-tree.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { formatDuration } from './format-duration.ts';
import { wrapText } from './wrap-text.ts';

/** What every format draws: the steps of a plan, what they depend on, and the waits that the plan adds. */
export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** A step; or a barrier, where several steps wait for several others that not all of them depend on. */
export type PictureNode =
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly name: string;
      /** The name, broken where it is long. */
      readonly lines: readonly string[];
      readonly captions: readonly string[];
    }
  | { readonly kind: 'barrier'; readonly id: string };

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** `barrier` where the plan waits without a dependency. */
  readonly kind: 'dependency' | 'barrier';
}

/** The picture of a plan. Every id is an identifier in Mermaid, DOT and SVG alike. */
export function pictureOf(plan: WorkflowPlan): Picture {
  const { name, namespace, version } = plan.template;
  const steps = leavesOf(plan.tree);
  const nodes: PictureNode[] = steps.map((step) => ({
    kind: 'step',
    id: stepId(step.name.value),
    name: step.name.value,
    lines: wrapText(step.name.value, 32),
    captions: captionsOf(step),
  }));
  const edges: PictureEdge[] = steps.flatMap((step) =>
    (plan.dependencies.get(step.name.value) ?? []).map((dependency): PictureEdge => ({
      from: stepId(dependency),
      to: stepId(step.name.value),
      kind: 'dependency',
    })),
  );
  barriersOf(plan).forEach(({ before, after }, index) => {
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
  return {
    title: name.value,
    subtitle: `${namespace.value} · ${version.value} · ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`,
    nodes,
    edges,
  };
}

/** An identifier for a step: its name, with all that is not a letter, digit or underscore spelled out. One to one. */
function stepId(name: string): string {
  return 'step_' + name.replace(/_(?=x)|[^A-Za-z0-9_]/gu, (char) => `_x${char.codePointAt(0)!.toString(16)}_`);
}

function captionsOf(step: Step): readonly string[] {
  const { retry, timeoutSeconds, type, expectedDurationMs } = step;
  const captions: string[] = [];
  if (type.value !== 'standard') captions.push(type.value.replaceAll('_', ' '));
  if (retry.retryable && retry.maxAttempts > 1) {
    const delay = retry.backoff === 'none' ? 'no backoff' : `${retry.backoff} from ${formatDuration(retry.baseMs)}`;
    captions.push(`${retry.maxAttempts} attempts, ${delay}`);
  }
  const times: string[] = [];
  if (timeoutSeconds) times.push(`timeout ${formatDuration(timeoutSeconds.value * 1000)}`);
  if (expectedDurationMs !== undefined) times.push(`about ${formatDuration(expectedDurationMs)}`);
  if (times.length > 0) captions.push(times.join(' · '));
  return captions;
}
