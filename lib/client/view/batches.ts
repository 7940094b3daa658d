import type { WorkerEntry } from '../../contract/step-entry.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { StepProgress } from './step-progress.ts';

/** The workers of a task's batches: each is a step of the task, and the template that they are made from is none. */
export class Batches {
  readonly #workers = new Map<string, Map<string, StepProgress>>();

  /** The worker that runs in a state with this input; the step itself where it is no batch worker. */
  workerIn(step: StepProgress, input: JsonValue | undefined): StepProgress {
    if (step.step.type !== 'batch_worker') return step;
    const batch = isJsonObject(input) ? input.batch : undefined;
    const name = isJsonObject(batch) ? batch.worker : undefined;
    return typeof name === 'string' ? this.#worker(step, name) : step;
  }

  /** Takes over what the workers of a batch left, where the engine did not tell how they ended. */
  settle(step: StepProgress, at: number, entries: readonly WorkerEntry[]): void {
    for (const entry of entries) this.#worker(step, entry.worker).settle(at, entry);
  }

  /** The workers of a template so far, in the order in which they began. */
  of(step: StepProgress): readonly StepProgress[] {
    return [...(this.#workers.get(step.step.name)?.values() ?? [])];
  }

  /** All workers. */
  all(): readonly StepProgress[] {
    return [...this.#workers.values()].flatMap((workers) => [...workers.values()]);
  }

  #worker(step: StepProgress, name: string): StepProgress {
    const workers = this.#workers.get(step.step.name) ?? new Map<string, StepProgress>();
    this.#workers.set(step.step.name, workers);
    const known = workers.get(name) ?? new StepProgress({ ...step.step, name }, step.step.name);
    workers.set(name, known);
    return known;
  }
}
