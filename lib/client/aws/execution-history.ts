import { childStartedBy, endsChildTask } from '../../states-language/child-events.ts';
import type { HistoryEventType } from '../../states-language/history.ts';
import { readEvent } from '../../states-language/read-event.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { machineArnOf, machineNameOf } from './arns.ts';
import type { DefinedExecution } from './definitions.ts';
import { mapWithLimit } from './map-with-limit.ts';
import { eventsSince } from './read-history.ts';
import type { SdkEvent } from './sdk-event.ts';
import type { StepFunctions } from './step-functions.ts';

/** Histories that are read at once. */
const AT_ONCE = 5;

/** Where histories are read, and what their executions run. */
export interface HistorySource {
  readonly sfn: () => Promise<StepFunctions>;
  readonly definitionOf: (execution: DefinedExecution) => Promise<StateMachine>;
}

/** An event, and in which execution it happened. */
export interface ReadEvent {
  readonly event: SdkEvent;
  /** The ARN of an execution that runs a part of the task; absent of the task's own. */
  readonly part?: string;
}

/**
 * The history of an execution, and of those that it has started to run parts of its task: of each only what is new is read again. An
 * execution without parts costs a call for a thousand events; each part as much, and one for what its machine is.
 */
export class ExecutionHistory {
  readonly arn: string;
  readonly #definition: StateMachine;
  readonly #source: HistorySource;
  readonly #parts = new Map<string, ExecutionHistory>();
  /** Read, and not yet handed out. */
  #events: SdkEvent[] = [];
  #lastId = 0;
  #lastType: string | undefined;

  constructor(arn: string, definition: StateMachine, source: HistorySource) {
    this.arn = arn;
    this.#definition = definition;
    this.#source = source;
  }

  /** The type of the last event that was read. */
  get lastType(): string | undefined {
    return this.#lastType;
  }

  /** The definitions of all these executions. */
  get definitions(): readonly StateMachine[] {
    return [this.#definition, ...[...this.#parts.values()].flatMap((part) => part.definitions)];
  }

  /** What one of the parts runs, by the machine that it is started with; undefined before it is. */
  definitionOf(stateMachine: string): StateMachine | undefined {
    const machine = machineNameOf(stateMachine);
    for (const part of this.#parts.values()) {
      const found = machineNameOf(part.arn) === machine ? part.#definition : part.definitionOf(stateMachine);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Reads what is new. */
  async refresh(): Promise<void> {
    const events = await eventsSince(await this.#source.sfn(), this.arn, this.#lastId);
    for (const event of events) {
      const { id = 0, type } = event;
      if (id <= this.#lastId) continue;
      this.#lastId = id;
      this.#lastType = type;
      this.#events.push(event);
      const known = readEvent(event);
      const part = known && childStartedBy(known);
      if (part !== undefined) await this.#open(part, event);
    }
    // One that was stopped with the task may have been redriven with it since.
    const unfinished = [...this.#parts.values()].filter((part) => part.lastType !== 'ExecutionSucceeded');
    await mapWithLimit(unfinished, AT_ONCE, (part) => part.refresh());
  }

  /**
   * Hands out what has been read, once, in an order in which it may have happened: a part ends before what has started it goes on, and is
   * redriven after it.
   *
   * @param until What happens next in the execution that has started this one; absent where nothing has yet.
   */
  *take(until?: SdkEvent): Generator<ReadEvent, void> {
    const events = this.#events;
    let taken = 0;
    for (const event of events) {
      if (isLater(event, until)) break;
      taken += 1;
      const known = readEvent(event);
      if (known !== undefined && endsChildTask(known)) yield* this.#takeParts(event);
      yield { event };
    }
    this.#events = events.slice(taken);
    yield* this.#takeParts(until);
  }

  *#takeParts(until: SdkEvent | undefined): Generator<ReadEvent, void> {
    for (const part of this.#parts.values()) {
      for (const taken of part.take(until)) yield { part: part.arn, ...taken };
    }
  }

  async #open(arn: string, { timestamp }: SdkEvent): Promise<void> {
    // One that was redriven with the task is started again by its name, and goes on.
    if (this.#parts.has(arn)) return;
    const execution = { executionArn: arn, stateMachineArn: machineArnOf(arn), startDate: timestamp };
    this.#parts.set(arn, new ExecutionHistory(arn, await this.#source.definitionOf(execution), this.#source));
  }
}

/** Whether an execution was redriven after something has happened in the one that has started it: that was stopped before, with it. */
function isLater({ type, timestamp }: SdkEvent, until: SdkEvent | undefined): boolean {
  if (type !== 'ExecutionRedriven' || until === undefined) return false;
  return until.type?.startsWith('Execution') === true || (timestamp ?? 0) > (until.timestamp ?? 0);
}

/** With which of these a whole history of an ended execution ends. */
export const ENDS: ReadonlySet<string> = new Set([
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionTimedOut',
  'ExecutionAborted',
] satisfies readonly HistoryEventType[]);
