import type { EarlierExecution, Execution } from '../execution.ts';
import { redrivableIn, whyNotRedrivable } from '../redrive/not-redrivable.ts';
import type { ChildStart } from './child-start.ts';

/** Starts a child, or redrives `earlier`. */
type StartChild = (child: ChildStart, earlier: EarlierExecution | undefined) => Execution;

/** The child executions of an execution's distributed Maps. One that has succeeded is forgotten. */
export class Children {
  readonly #live = new Map<string, Execution>();
  readonly #earlier: EarlierExecution | undefined;
  readonly #start: StartChild;

  /** `earlier` is what the execution did before, when it is redriven. */
  constructor(earlier: EarlierExecution | undefined, start: StartChild) {
    this.#earlier = earlier;
    this.#start = start;
  }

  /** A child that has not succeeded, of this run of the execution or of one before. */
  find(arn: string): EarlierExecution | undefined {
    return this.#live.get(arn) ?? this.#earlier?.child(arn);
  }

  isRedrivable(arn: string, now: number): boolean {
    const child = this.find(arn);
    return child !== undefined && whyNotRedrivable(redrivableIn(child.history), now) === undefined;
  }

  start(child: ChildStart): Execution {
    const { again } = child;
    const started = this.#start(child, again === undefined || again.fromStart ? undefined : this.find(again.arn));
    this.#live.set(started.arn, started);
    void started.finished.then(({ status }) => {
      if (status === 'SUCCEEDED') this.#live.delete(started.arn);
    });
    return started;
  }
}
