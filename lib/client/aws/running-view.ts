import type { Continuation } from '../../contract/continuation.ts';
import { readEvent } from '../../states-language/read-event.ts';
import type { StateMachine } from '../../states-language/types.ts';
import type { TaskExecutionRun } from '../responses/task-response.ts';
import { ExecutionView, type ViewOptions } from '../view/execution-view.ts';
import { JoinedHistory } from '../view/joined-history.ts';
import { ChildHistories } from './child-histories.ts';
import type { ExecutionHistory, ReadEvent } from './execution-history.ts';
import type { SdkEvent } from './sdk-event.ts';
import type { StepFunctions } from './step-functions.ts';
import type { WholeMachine } from './whole-machine.ts';

/** How a view begins. */
export interface RunningViewOptions extends ViewOptions {
  /** The runs of the task whose histories the view is to be given before that of the latest one. @default none */
  readonly before?: readonly TaskExecutionRun[];
  /** Told of each event that the view is given. @default nobody is */
  readonly onEvent?: (event: SdkEvent) => void;
}

/** What has been read of an execution so far: of one that runs, only what has come since is read the next time. */
export class RunningView {
  readonly view: ExecutionView;
  readonly children = new ChildHistories();
  /** The runs of the task that came before. */
  readonly before: readonly TaskExecutionRun[];
  readonly #parts: WholeMachine['parts'];
  readonly #onEvent: (event: SdkEvent) => void;
  #history: ExecutionHistory;
  #joined: JoinedHistory | undefined;
  #lastAt: Date | undefined;
  /** What is being read: two that read at once do so one after the other. */
  #reading: Promise<void> = Promise.resolve();

  constructor(
    { definition, parts }: WholeMachine,
    history: ExecutionHistory,
    { before = [], onEvent = () => undefined, ...options }: RunningViewOptions,
  ) {
    this.view = new ExecutionView(definition, options);
    this.before = before;
    this.#parts = parts;
    this.#onEvent = onEvent;
    this.#history = history;
  }

  /** The type of the last event of the execution. */
  get lastType(): string | undefined {
    return this.#history.lastType;
  }

  /** When something last happened; undefined before anything has. */
  get lastAt(): Date | undefined {
    return latest(this.#lastAt, this.children.lastAt);
  }

  /** Whether the parts that have started run the machines that the view is made of: they may have been deployed anew in between. */
  get isCurrent(): boolean {
    return [...this.#parts].every(([stateMachine, part]) => {
      const started = this.#history.definitionOf(stateMachine);
      return started === undefined || isSame(started, part);
    });
  }

  /** The events of another execution of the task follow. @param continuation What it goes on from; of the first one nothing */
  goOn(continuation: Continuation | undefined, history: ExecutionHistory): void {
    if (continuation !== undefined) this.view.goOn(continuation);
    this.#history = history;
    this.#joined = undefined;
  }

  /** Reads what is new. */
  async update(sfn: StepFunctions): Promise<void> {
    const before = this.#reading;
    const reading = before.then(async () => {
      await this.#history.refresh();
      await this.take(sfn);
    });
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  /** Takes what has been read of the execution, and reads what its children do. */
  async take(sfn: StepFunctions): Promise<void> {
    for (const read of this.#history.take()) {
      // What workers did before a redrive comes before it.
      if (read.event.type === 'ExecutionRedriven') await this.children.readInto(this.view, sfn);
      this.#apply(read);
    }
    await this.children.readInto(this.view, sfn);
  }

  #apply({ event, part }: ReadEvent): void {
    this.#lastAt = latest(this.#lastAt, event.timestamp);
    const given = this.#parts.size === 0 ? event : this.#join(event, part);
    if (given === undefined) return;
    this.view.apply(given);
    this.#onEvent(given);
  }

  #join(event: SdkEvent, part: string | undefined): SdkEvent | undefined {
    this.#joined ??= new JoinedHistory([...this.#history.definitions, ...this.#parts.values()]);
    const known = readEvent(event);
    const joined = known && this.#joined.add(known, part);
    return joined && { ...joined, timestamp: event.timestamp };
  }
}

function isSame(one: StateMachine, other: StateMachine): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a !== undefined && b !== undefined && b > a ? b : (a ?? b);
}
