import { lookUp } from '../lookup.ts';
import { ancestorsFirst } from '../plan/ancestors-first.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import type { Step } from '../template/task-template.ts';

/** What the decisions of a template can do to its steps. */
export interface Choices {
  /** Steps that descend from a decision: they may be skipped. */
  readonly descendants: ReadonlySet<string>;
  /** By decision: the steps that its outcome may name, sorted. */
  readonly branches: ReadonlyMap<string, readonly string[]>;
  /** By batchable step: the worker templates that its outcome may name, sorted. */
  readonly workers: ReadonlyMap<string, readonly string[]>;
  /** By step: the decisions that may name it, and of a worker template the batchable steps, sorted. */
  readonly deciders: ReadonlyMap<string, readonly string[]>;
  /** Steps that may be skipped though all goes well: what follows a decision, batch workers, and what follows only such. */
  readonly skippable: ReadonlySet<string>;
  /** The dependencies with which a step is concerned, in the order of the template. */
  readonly counted: (step: Step) => readonly Step[];
  /** Whether it is up to the one whether the other runs. */
  readonly decides: (decider: Step, step: Step) => boolean;
}

/**
 * A decision may name what can be reached from it without passing another decision, save steps that come by themselves: a
 * convergence when what it joins was created, and batch workers when there are batches. Tasker: "Decision points".
 */
export function choicesOf(plan: WorkflowPlan): Choices {
  const { template, ancestors } = plan;
  const steps = new Map(template.steps.map((step) => [step.name.value, step]));
  const all = template.steps.filter(isDecision).map(({ name }) => name.value);
  const descendants = new Set(
    all.length === 0 ? [] : [...ancestors].flatMap(([name, before]) => (all.some((d) => before.has(d)) ? [name] : [])),
  );
  const branches = new Map<string, readonly string[]>();
  const workers = new Map<string, readonly string[]>();
  const deciders = new Map<string, string[]>();
  const followers = followersOf(template.steps);
  for (const decision of all.sort()) {
    const named = [...reach(decision)].filter((name) => canBeNamed(lookUp(steps, name))).sort();
    branches.set(decision, named);
    named.forEach((name) => decide(decision, name));
  }
  for (const { name, type } of sortedByName(template.steps)) {
    if (type.value !== 'batchable') continue;
    const named = (followers.get(name.value) ?? []).filter((other) => isWorker(lookUp(steps, other))).sort();
    workers.set(name.value, named);
    named.forEach((worker) => decide(name.value, worker));
  }
  return { descendants, branches, workers, deciders, skippable: skippable(), counted, decides };

  function decide(decider: string, name: string): void {
    deciders.set(name, [...(deciders.get(name) ?? []), decider]);
  }

  function counted(step: Step): readonly Step[] {
    const all = step.dependencies.map(({ value }) => lookUp(steps, value));
    if (step.type.value !== 'deferred_convergence') return all;
    // It joins what was created: not a decision, nor a batchable step whose workers it joins.
    return all.filter((other) => !isDecision(other) && !all.some((worker) => decides(other, worker)));
  }

  function skippable(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const step of ancestorsFirst(plan)) {
      const joined = counted(step);
      const mayBe = joined.length > 0 && joined.every((other) => found.has(other.name.value));
      if (descendants.has(step.name.value) || deciders.has(step.name.value) || mayBe) found.add(step.name.value);
    }
    return found;
  }

  function reach(decision: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const open = [decision];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const follower of followers.get(name) ?? []) {
        if (reached.has(follower)) continue;
        reached.add(follower);
        if (!isDecision(lookUp(steps, follower))) open.push(follower);
      }
    }
    return reached;
  }
}

/** What a decision does for what follows it, a batchable step does for its workers, and it alone. */
function decides(decider: Step, step: Step): boolean {
  if (!isWorker(step)) return isDecision(decider);
  return decider.type.value === 'batchable' && step.dependencies.some(({ value }) => value === decider.name.value);
}

function sortedByName(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
}

/** Whether a step is run by a batchable one, as often as that says. */
export function isWorker({ type }: Step): boolean {
  return type.value === 'batch_worker';
}

/** Whether the step decides which of those after it run. */
export function isDecision({ type }: Step): boolean {
  return type.value === 'decision';
}

function canBeNamed({ type }: Step): boolean {
  switch (type.value) {
    case 'standard':
    case 'decision':
    case 'batchable':
      return true;
    case 'deferred_convergence':
    case 'batch_worker':
      return false;
  }
}

/** By step: those that declare it as a dependency. */
function followersOf(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const followers = new Map<string, string[]>();
  for (const { name, dependencies } of steps) {
    for (const { value } of dependencies) followers.set(value, [...(followers.get(value) ?? []), name.value]);
  }
  return followers;
}
