import type { JsonValue } from '../../../json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import type { Stopper } from '../stopper.ts';
import type { PendingTask, TaskCall } from './task-invoker.ts';

/** Whom a call tells how its work goes. */
export type CallListener = Pick<TaskCall, 'submitted' | 'started'>;

/**
 * The call of a task. One class for all: V8 then knows its form, which a literal with a getter of its own would make anew for each
 * call.
 */
export class RunningCall implements TaskCall {
  readonly resource: string;
  readonly parameters: JsonValue;
  readonly text: string;
  readonly stateName: string;
  readonly executionArn: string;
  declare readonly roleArn?: string;
  declare readonly taskToken?: string;
  declare readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly submitted: TaskCall['submitted'];
  readonly started: TaskCall['started'];
  readonly #stopper: Stopper;

  constructor(
    task: PendingTask,
    taskToken: string | undefined,
    clock: Clock,
    stopper: Stopper,
    { submitted, started }: CallListener,
  ) {
    this.resource = task.resource;
    this.parameters = task.parameters;
    this.text = task.text;
    this.stateName = task.stateName;
    this.executionArn = task.executionArn;
    if (task.roleArn !== undefined) this.roleArn = task.roleArn;
    if (taskToken !== undefined) this.taskToken = taskToken;
    this.clock = clock;
    this.submitted = submitted;
    this.started = started;
    this.#stopper = stopper;
    Object.defineProperty(this, 'signal', SIGNAL);
  }

  /** The signal is made for those who ask for it. A copy of a call has it, too: so it is a member of the call's own. */
  static signalOf(call: RunningCall): AbortSignal {
    return call.#stopper.signal;
  }
}

const SIGNAL: PropertyDescriptor & ThisType<RunningCall> = {
  get() {
    return RunningCall.signalOf(this);
  },
  enumerable: true,
  configurable: true,
};
