import { ancestorsFirst } from '../plan/ancestors-first.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';
import { childSize } from '../contract/batch.ts';
import { executionsApart } from './yields.ts';
import { choicesOf, isDecision, isWorker } from './choices.ts';

/** What is assumed of a run in which all goes well. */
export interface Assumption {
  /** By decision, the steps that its outcome names. @default all that it may name */
  readonly branches: ReadonlyMap<string, readonly string[]>;
  /** How many workers each batch has. @default 1 */
  readonly workers?: number;
  /** By step, how many of its invocations yield at a checkpoint. @default none */
  readonly yields?: ReadonlyMap<string, number>;
}

/** Where the workers of a batch run. */
export interface BatchPlace {
  /** The template of the workers. */
  readonly step: string;
  /** So many run in the task's own execution, at most. */
  readonly inline: number;
  /** So many of a larger batch run in each child execution, at most; absent where there are none, and larger batches are refused. */
  readonly each?: number;
}

/** What becomes of a run. */
export interface Expectation {
  /** Of each step that runs, how often its handler does: of a batch, its workers. */
  readonly runs: ReadonlyMap<string, number>;
  /** The steps that decisions pass over, sorted. */
  readonly skipped: readonly string[];
  /** State transitions, those of child executions included. */
  readonly transitions: number;
  /** How many child executions run workers, or steps that yield for long. */
  readonly children: number;
}

/** What a decision may name, by its name. */
export function branchesOf(plan: WorkflowPlan): ReadonlyMap<string, readonly string[]> {
  return choicesOf(plan).branches;
}

/**
 * Follows a run in which every step succeeds at once.
 *
 * @param transitions At most so many, with one worker in each batch. What is skipped takes as many: a question, and a note.
 */
export function expectRun(
  plan: WorkflowPlan,
  { batches, transitions: most }: { readonly batches: readonly BatchPlace[]; readonly transitions: number },
  { branches, workers = 1, yields = new Map() }: Assumption,
): Expectation {
  const choices = choicesOf(plan);
  const runs = new Map<string, number>();
  const named = new Set<string>();
  for (const step of ancestorsFirst(plan)) {
    const name = step.name.value;
    if (!comesToRun(step)) continue;
    runs.set(name, isWorker(step) ? workers : 1);
    if (isDecision(step)) for (const each of branches.get(name) ?? choices.branches.get(name) ?? []) named.add(each);
  }
  let transitions = most;
  let children = 0;
  for (const { step, inline, each } of batches) {
    const count = runs.get(step);
    // Of one worker: the question before it, the Map, it, and what asks after it.
    transitions -= 4;
    if (count === undefined) transitions += 2;
    else {
      const apart = count > inline ? Math.ceil(count / childSize(count, each ?? count)) : 0;
      children += apart;
      transitions += 2 + count + (isolates(plan, step) ? 1 : 0) + 2 * apart;
    }
  }
  for (const [step, times] of yields) {
    const count = runs.get(step);
    if (count === undefined) continue;
    const apart = executionsApart(times);
    runs.set(step, count * (times + 1));
    children += count * apart;
    // An invocation after a checkpoint counts as a transition. A Map starts each child, which has one state; one more asks what came of it,
    // and one goes on.
    transitions += count * (times + 2 * apart + (apart > 0 ? 1 : 0));
  }
  const names = plan.template.steps.map(({ name }) => name.value);
  return { runs, skipped: names.filter((name) => !runs.has(name)).sort(), transitions, children };

  /** The run rule, where nothing fails. */
  function comesToRun(step: Step): boolean {
    const counted = choices.counted(step);
    const complete = counted.filter(({ name }) => runs.has(name.value));
    if (isWorker(step)) return workers > 0 && complete.some((other) => choices.decides(other, step));
    if (!choices.descendants.has(step.name.value)) return counted.length === 0 || complete.length > 0;
    return (
      named.has(step.name.value) ||
      complete.some((other) => choices.descendants.has(other.name.value) && !choices.decides(other, step))
    );
  }
}

function isolates({ template }: WorkflowPlan, worker: string): boolean {
  return template.steps.some(
    ({ name, batchConfig }) => name.value === worker && batchConfig?.failureStrategy === 'isolate',
  );
}
