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
      const blockers = this.#dependenciesOf(step).flatMap((other) => {
        if (other.hasFailed) return [other.step.name];
        return other.isPending && this.#of(other) === 'created' ? this.#blockersOf(other) : [];
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
      if (!step.isPending || !this.#descends(step) || this.#named.has(step.step.name)) return true;
      return this.#dependenciesOf(step).some((other) =>
        this.#decides(other, step)
          ? step.step.type !== 'deferred_convergence' && this.#hasFailed(other)
          : this.#descends(other) && this.#isCreated(other),
      );
    });
  }

  /** Whether a decision will never come to an outcome. */
  #hasFailed(decision: StepProgress): boolean {
    if (decision.hasFailed) return true;
    return decision.isPending && this.#isCreated(decision) && this.#blockersOf(decision).length > 0;
  }

  #descends(step: StepProgress): boolean {
    return remember(this.#follows, step.step.name, () =>
      this.#dependenciesOf(step).some((other) => this.#decides(other, step) || this.#descends(other)),
    );
  }

  /** A batchable step decides on its workers as a decision decides. */
  #decides(other: StepProgress, step: StepProgress): boolean {
    return other.isDecision || (other.step.type === 'batchable' && step.step.type === 'batch_worker');
  }

  #dependenciesOf({ step }: StepProgress): readonly StepProgress[] {
    return step.dependencies.flatMap((name) => this.#steps.get(name) ?? []);
  }
}

function remember<T>(known: Map<string, T>, name: string, find: () => T): T {
  const found = known.get(name) ?? find();
  known.set(name, found);
  return found;
}
