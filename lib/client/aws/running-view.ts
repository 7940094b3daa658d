import type { Continuation } from '../../contract/continuation.ts';
import type { TaskExecutionRun } from '../responses/task-response.ts';
import type { ExecutionView } from '../view/execution-view.ts';
import { ChildHistories } from './child-histories.ts';
import type { SdkEvent } from './sdk-event.ts';

/** What has been read of an execution so far: of one that runs, only what has come since is read the next time. */
export class RunningView {
  readonly view: ExecutionView;
  readonly children = new ChildHistories();
  /** The runs of the task that came before. */
  readonly before: readonly TaskExecutionRun[];
  /** The id of the last event that was read. */
  lastId = 0;
  /** When that happened; undefined before there is one. */
  lastAt: Date | undefined;
  lastType: string | undefined;

  /** @param before The runs of the task that the view has taken already. */
  constructor(view: ExecutionView, before: readonly TaskExecutionRun[] = []) {
    this.view = view;
    this.before = before;
  }

  /** The task goes on in another execution, whose events follow. */
  goOn(continuation: Continuation): void {
    this.view.goOn(continuation);
    this.lastId = 0;
    this.lastType = undefined;
  }

  /** Takes the next event. One that has been taken already is passed over: two may read at once. */
  apply(event: SdkEvent): void {
    const { id = 0, timestamp, type } = event;
    this.view.apply(event);
    if (id < this.lastId) return;
    this.lastId = id;
    this.lastAt = timestamp ?? this.lastAt;
    this.lastType = type;
  }
}
