import type { StepProgress } from './step-progress.ts';
import type { Standing } from './step-view.ts';

/** Whether a step is part of its task: decisions may still come to it, or have passed it over. */
type Creation = 'created' | 'undecided' | 'skipped';

/**
 * What decisions have made of a task's steps. A step that follows a decision is part of the task once a decision names it, or
 * a step that it follows. Tasker: "Decision points".
 */
export class Creations {
  readonly #steps: ReadonlyMap<string, StepProgress>;
  readonly #succeeded: boolean;
  readonly #named: ReadonlySet<string>;
  readonly #created = new Map<string, boolean>();
  readonly #follows = new Map<string, boolean>();
  readonly #blockers = new Map<string, readonly string[]>();

  /** @param succeeded Whether the task is complete, so that nothing is undecided any more. */
  constructor(steps: ReadonlyMap<string, StepProgress>, succeeded: boolean) {
    this.#steps = steps;
    this.#succeeded = succeeded;
    this.#named = new Set([...steps.values()].flatMap(({ named }) => [...named]));
  }

  /** How a step stands. */
  standingOf(step: StepProgress): Standing {
    switch (this.#of(step)) {
      case 'skipped':
        return this.#skipped(step);
      case 'undecided':
        return { undecided: true };
      case 'created': {
        const blockedBy = step.isPending ? this.#blockersOf(step) : [];
        return blockedBy.length > 0 ? { blocked: true, blockedBy } : {};
      }
    }
  }

  #skipped(step: StepProgress): Standing {
    const skippedBy = this.#passedOverBy(step);
    const emptyBatches = skippedBy.filter((name) => this.#steps.get(name)?.isEmptyBatch);
    return { skipped: true, skippedBy, ...(emptyBatches.length > 0 && { emptyBatches }) };
  }

  #of(step: StepProgress): Creation {
    if (step.isSkipped) return 'skipped';
    if (this.#isCreated(step)) return 'created';
    return this.#succeeded ? 'skipped' : 'undecided';
  }

  /** The failed steps among the transitive dependencies that keep a step from running, sorted. */
  #blockersOf(step: StepProgress): readonly string[] {
    return remember(this.#blockers, step.step.name, () => {
      const blockers = this.#countedOf(step).flatMap((other) => {
        if (other.hasFailed) return [other.step.name];
        return mayBeBlocked(other) && this.#of(other) === 'created' ? this.#blockersOf(other) : [];
      });
      return [...new Set(blockers)].sort();
    });
  }

  /** The decisions and batchable steps that did not choose a skipped step, nor what it follows, sorted. */
  #passedOverBy(step: StepProgress): readonly string[] {
    const decisions = this.#dependenciesOf(step).flatMap((other) => {
      if (this.#of(other) === 'skipped') return this.#passedOverBy(other);
      return this.#decides(other, step) ? [other.step.name] : [];
    });
    return [...new Set(decisions)].sort();
  }

  #isCreated(step: StepProgress): boolean {
    return remember(this.#created, step.step.name, () => {
      if (step.isSkipped) return false;
      if (!step.isPending || this.#named.has(step.step.name)) return true;
      const dependencies = this.#countedOf(step);
      if (step.step.type === 'batch_worker')
        return dependencies.some((other) => isWorkerOf(step, other) && this.#hasFailed(other));
      if (!this.#descends(step))
        return dependencies.length === 0 || dependencies.some((other) => this.#isCreated(other));
      return dependencies.some((other) =>
        other.isDecision ? this.#hasFailed(other) : this.#descends(other) && this.#isCreated(other),
      );
    });
  }

  /** Whether a decision, or a batchable step, will never come to an outcome. */
  #hasFailed(decider: StepProgress): boolean {
    if (decider.hasFailed) return true;
    return mayBeBlocked(decider) && this.#isCreated(decider) && this.#blockersOf(decider).length > 0;
  }

  /** Whether it follows a decision. */
  #descends(step: StepProgress): boolean {
    return remember(this.#follows, step.step.name, () =>
      this.#dependenciesOf(step).some((other) => other.isDecision || this.#descends(other)),
    );
  }

  /** A batchable step decides on its workers as a decision decides. */
  #decides(other: StepProgress, step: StepProgress): boolean {
    return other.isDecision || isWorkerOf(step, other);
  }

  /** The dependencies with which a step is concerned: a convergence joins what was created, and neither a decision nor a batchable step whose workers it joins. */
  #countedOf(step: StepProgress): readonly StepProgress[] {
    const all = this.#dependenciesOf(step);
    if (step.step.type !== 'deferred_convergence') return all;
    return all.filter((other) => !other.isDecision && !all.some((worker) => isWorkerOf(worker, other)));
  }

  #dependenciesOf({ step }: StepProgress): readonly StepProgress[] {
    return step.dependencies.flatMap((name) => this.#steps.get(name) ?? []);
  }
}

/** The skipped steps that a task leaves skipped when it goes on: all that they follow has completed, or stays skipped. Of the others the machine asks again. */
export function skippedForGood(steps: ReadonlyMap<string, StepProgress>): ReadonlySet<string> {
  const known = new Map<string, boolean>();
  const stays = (step: StepProgress): boolean =>
    remember(known, step.step.name, () => {
      if (!step.isSkipped) return false;
      return step.step.dependencies
        .flatMap((name) => steps.get(name) ?? [])
        .every((other) => other.isComplete || stays(other));
    });
  return new Set([...steps.values()].filter(stays).map(({ step }) => step.name));
}

/** What an operator has settled counts for the machine once control comes to it: what blocks it blocks those that follow it. */
function mayBeBlocked({ isPending, isByHand }: StepProgress): boolean {
  return isPending || isByHand;
}

function isWorkerOf({ step }: StepProgress, { step: batchable }: StepProgress): boolean {
  return step.type === 'batch_worker' && batchable.type === 'batchable' && step.dependencies.includes(batchable.name);
}

function remember<T>(known: Map<string, T>, name: string, find: () => T): T {
  const found = known.get(name) ?? find();
  known.set(name, found);
  return found;
}
