import type { StateMachine } from '../../states-language/types.ts';
import type { HistoryEvent, HistoryEventOf } from '../../states-language/history.ts';
import { isOfChildTask } from '../../states-language/child-events.ts';
import { childStatesOf } from '../../states-language/inline-children.ts';

/**
 * The histories of a task's execution and of the executions that run parts of it, as one: that of the machine that `inlineChildren` makes.
 * Takes the events of all, each execution's in order, and those of a part before the state that has started it ends.
 */
export class JoinedHistory {
  readonly #children = new Set<string>();
  /** By execution and the id of an event in its history: the id in this one. */
  readonly #ids = new Map<string, number>();
  /** By execution and the id of an event: whether it belongs to a state that runs a part. */
  readonly #starting = new Set<string>();
  #lastId = 0;

  /** @param definitions Those of all the machines. */
  constructor(definitions: readonly StateMachine[]) {
    for (const definition of definitions) {
      for (const { state } of childStatesOf(definition)) this.#children.add(state);
    }
  }

  /**
   * The event as it stands in the joined history; undefined of one that has no place in it.
   *
   * @param execution The execution of a part; absent of the task's own.
   */
  add(event: HistoryEvent, execution?: string): HistoryEvent | undefined {
    const key = (id: number) => `${execution ?? ''} ${id}`;
    // What begins an execution follows the beginning of the task. Some engines do not tell what follows what.
    const isFirst = event.type === 'ExecutionStarted' || event.type.endsWith('StateEntered');
    const before = this.#ids.get(key(event.previousEventId)) ?? (isFirst && this.#lastId > 0 ? 1 : 0);
    if (this.#belongsToStart(event, key(event.previousEventId))) this.#starting.add(key(event.id));
    const type = this.#starting.has(key(event.id)) ? asGroup(event) : event;
    if (type === undefined || (execution !== undefined && event.type.startsWith('Execution'))) {
      // What follows it follows what was before it.
      this.#ids.set(key(event.id), before);
      return undefined;
    }
    this.#lastId += 1;
    this.#ids.set(key(event.id), this.#lastId);
    return { ...type, id: this.#lastId, previousEventId: before };
  }

  #belongsToStart(event: HistoryEvent, before: string): boolean {
    if (event.type === 'TaskStateEntered') return this.#children.has(event.stateEnteredEventDetails.name);
    if (event.type === 'TaskStateExited') return this.#children.has(event.stateExitedEventDetails.name);
    return isOfChildTask(event) || (event.type === 'TaskStateAborted' && this.#starting.has(before));
  }
}

/** What happens to a Task that runs a part, as it happens to a Parallel. */
function asGroup(event: HistoryEvent): HistoryEvent | undefined {
  switch (event.type) {
    case 'TaskStateEntered':
      return { ...event, type: 'ParallelStateEntered' };
    case 'TaskStateExited':
      return { ...event, type: 'ParallelStateExited' };
    case 'TaskStarted':
      return bare(event, 'ParallelStateStarted');
    case 'TaskSucceeded':
      return bare(event, 'ParallelStateSucceeded');
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'TaskStartFailed':
    case 'TaskSubmitFailed':
      return bare(event, 'ParallelStateFailed');
    case 'TaskStateAborted':
      return bare(event, 'ParallelStateAborted');
    default:
      return undefined;
  }
}

type BareType = 'ParallelStateStarted' | 'ParallelStateSucceeded' | 'ParallelStateFailed' | 'ParallelStateAborted';

function bare({ id, timestamp, previousEventId }: HistoryEvent, type: BareType): HistoryEventOf<BareType> {
  return { id, timestamp, previousEventId, type };
}
