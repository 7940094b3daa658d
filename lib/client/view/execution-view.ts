import type { CarriedResults, Continuation } from '../../contract/continuation.ts';
import { isParked } from '../../contract/parked-result.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { StateMachine, SubMachine } from '../../states-language/types.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { millisecondsOf, type HistoryEvent, type HistoryEventOf } from '../../states-language/history.ts';
import type { FailureDetails, StateEnteredDetails, StateExitedDetails } from '../../states-language/history-details.ts';
import { readEvent, type SentEvent } from '../../states-language/read-event.ts';
import { Batches } from './batches.ts';
import { Creations, skippedForGood } from './creation.ts';
import { CHECKPOINT_YIELD } from '../../contract/checkpoint.ts';
import { WireError } from '../../contract/errors.ts';
import { auxiliaryName } from '../../contract/state-names.ts';
import type { StepEntry, WorkerEntry } from '../../contract/step-entry.ts';
import { findEntries } from './find-entries.ts';
import { indexMachine, type MachineIndex } from './index-machine.ts';
import { parseJson } from '../parse-json.ts';
import { caughtIn, errorAfter, failuresIn, replyIn, requestIn, retryIn } from './event-data.ts';
import { barrierWait, branchesWait } from './find-waits.ts';
import { readFailure } from './read-error.ts';
import { StepProgress, type EndStatus } from './step-progress.ts';
import type { StepWait } from './step-history.ts';
import type { StepView } from './step-view.ts';
import { waitSeconds } from './wait-seconds.ts';

/** How an execution ended, as `DescribeExecution` tells it. */
export interface ExecutionEnd {
  /** How it ended. */
  readonly status: EndStatus;
  /** When: seconds since 1970, or a date. */
  readonly stopDate: number | Date;
  /** JSON: of a succeeded task the results, by step. */
  readonly output?: string | undefined;
  /** JSON: of a failed task its `TaskFailure`. */
  readonly cause?: string | undefined;
}

/** What an {@link ExecutionView} keeps beyond what every view does. */
export interface ViewOptions {
  /**
   * Whether the attempts of a step keep what its function was sent.
   * @default those of no step: it is up to 256 KiB for each attempt
   */
  readonly keepsInput?: (step: string) => boolean;
}

/**
 * The steps of a task, rebuilt from the definition and the history of its execution alone. Takes the events one by one as
 * they come; an event that it has seen is passed over, so a history may be read again from its beginning.
 *
 * @example
 * ```ts
 * import { ExecutionView } from 'tasker-sfn/client';
 * const view = new ExecutionView({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
 * view.apply({ id: 1, previousEventId: 0, timestamp: 0, type: 'ExecutionStarted' });
 * console.log(view.steps()); // []
 * ```
 */
export class ExecutionView {
  readonly #index: MachineIndex;
  readonly #steps: ReadonlyMap<string, StepProgress>;
  /** How the events of the task's own execution hang together, and of each child execution by its ARN. */
  readonly #threads = new Map<string, EventThread>();
  /** That of the execution whose event is being taken. */
  #thread = new EventThread();
  /** When steps came to a rendezvous at which they wait, in ms since 1970. */
  readonly #awaiting = new Map<StepProgress, number>();
  readonly #keepsInput: (step: string) => boolean;
  #begun: number | undefined;
  readonly #batches = new Batches();
  #endStatus: EndStatus | undefined;
  readonly #mapRuns: string[] = [];

  constructor(definition: StateMachine | SubMachine, { keepsInput = () => false }: ViewOptions = {}) {
    this.#keepsInput = keepsInput;
    this.#index = indexMachine(definition);
    this.#steps = new Map(this.#index.steps.map((step) => [step.name, new StepProgress(step)]));
  }

  /**
   * Takes the next event of the history, as this library, the AWS SDK or another engine gives it.
   *
   * @param child Of an event in the history of a child execution, in which workers of a batch run: that execution's ARN.
   */
  apply(sent: HistoryEvent | SentEvent, child?: string): void {
    const event = readEvent(sent);
    const thread = this.#threadOf(child);
    if (event === undefined || event.id <= thread.lastId) return;
    thread.lastId = event.id;
    this.#thread = thread;
    const at = millisecondsOf(event);
    this.#begun ??= at;
    if (child !== undefined && ENDS.has(event.type)) return this.#endChild(thread, at);
    switch (event.type) {
      case 'TaskStateEntered':
        return this.#enterTask(event, at);
      case 'TaskScheduled':
        return this.#schedule(event, at, event.taskScheduledEventDetails.parameters);
      case 'LambdaFunctionScheduled':
        return this.#schedule(event, at, event.lambdaFunctionScheduledEventDetails.input);
      case 'TaskStarted':
      case 'LambdaFunctionStarted':
        return this.#ownerOf(event)?.start(at);
      case 'TaskSubmitted':
        return void this.#ownerOf(event);
      case 'TaskSucceeded':
        return this.#succeed(event, at, event.taskSucceededEventDetails.output);
      case 'LambdaFunctionSucceeded':
        return this.#succeed(event, at, event.lambdaFunctionSucceededEventDetails.output);
      case 'TaskFailed':
        return this.#fail(event, at, event.taskFailedEventDetails);
      case 'TaskTimedOut':
        return this.#fail(event, at, event.taskTimedOutEventDetails);
      case 'TaskStartFailed':
        return this.#fail(event, at, event.taskStartFailedEventDetails);
      case 'TaskSubmitFailed':
        return this.#fail(event, at, event.taskSubmitFailedEventDetails);
      case 'LambdaFunctionFailed':
        return this.#fail(event, at, event.lambdaFunctionFailedEventDetails);
      case 'LambdaFunctionTimedOut':
        return this.#fail(event, at, event.lambdaFunctionTimedOutEventDetails);
      case 'LambdaFunctionScheduleFailed':
        return this.#fail(event, at, event.lambdaFunctionScheduleFailedEventDetails);
      case 'LambdaFunctionStartFailed':
        return this.#fail(event, at, event.lambdaFunctionStartFailedEventDetails);
      case 'TaskStateExited':
        return this.#exitTask(event, at);
      case 'TaskStateAborted':
        return this.#ownerOf(event)?.cancel(at);
      case 'PassStateEntered': {
        const { name, input } = event.stateEnteredEventDetails;
        this.#steps.get(this.#index.skips.get(name) ?? '')?.skip();
        const step = this.#steps.get(this.#index.failures.get(name) ?? '');
        const progress = step && this.#failedIn(step, name, input);
        if (progress !== undefined) this.#awaiting.delete(progress);
        return progress?.giveUp(at, caughtIn(input));
      }
      case 'WaitStateEntered':
        return this.#enterWait(event.stateEnteredEventDetails, at);
      case 'ParallelStateExited':
        return this.#exitGroup(event.stateExitedEventDetails, at);
      case 'MapStateExited':
        this.#goneOn(event.stateExitedEventDetails, at);
        return this.#exitGroup(event.stateExitedEventDetails, at);
      case 'ExecutionSucceeded': {
        const { output } = event.executionSucceededEventDetails;
        return this.#end({ status: 'SUCCEEDED', output }, at);
      }
      case 'ExecutionFailed':
        return this.#end({ status: 'FAILED', cause: event.executionFailedEventDetails.cause }, at);
      case 'ExecutionTimedOut':
        return this.#end({ status: 'TIMED_OUT' }, at);
      case 'ExecutionAborted':
        return this.#end({ status: 'ABORTED' }, at);
      case 'ExecutionRedriven':
        return this.#redrive();
      case 'MapRunStarted':
        return void this.#mapRuns.push(event.mapRunStartedEventDetails.mapRunArn ?? '');
      // Of the rest no step's state is to be learnt.
      case 'ExecutionStarted':
      case 'EvaluationFailed':
      case 'PassStateExited':
      case 'ChoiceStateEntered':
      case 'ChoiceStateExited':
      case 'WaitStateExited':
      case 'WaitStateAborted':
      case 'SucceedStateEntered':
      case 'SucceedStateExited':
      case 'FailStateEntered':
      case 'ParallelStateEntered':
      case 'ParallelStateStarted':
      case 'ParallelStateSucceeded':
      case 'ParallelStateFailed':
      case 'ParallelStateAborted':
      case 'MapStateEntered':
      case 'MapStateStarted':
      case 'MapStateSucceeded':
      case 'MapStateFailed':
      case 'MapStateAborted':
      case 'MapIterationStarted':
      case 'MapIterationSucceeded':
      case 'MapIterationFailed':
      case 'MapIterationAborted':
      case 'MapRunSucceeded':
      case 'MapRunFailed':
      case 'MapRunAborted':
      case 'MapRunRedriven':
      case 'ActivityScheduled':
      case 'ActivityScheduleFailed':
      case 'ActivityStarted':
      case 'ActivitySucceeded':
      case 'ActivityFailed':
      case 'ActivityTimedOut':
        return;
    }
  }

  /**
   * Takes how the execution ended. The history's last event says the same; results and failures that the history did not
   * show are read from the output and the cause.
   */
  end({ stopDate, ...end }: ExecutionEnd): void {
    this.#end(end, typeof stopDate === 'number' ? stopDate * 1000 : stopDate.getTime());
  }

  /** The runs of distributed Maps that the execution has started, by ARN: their child executions run workers of batches. */
  get mapRuns(): readonly string[] {
    return this.#mapRuns;
  }

  /**
   * The task goes on in another execution, whose events follow, with what an operator has done to its steps. What completed is settled
   * again there by its function alone, and the events of that say nothing new. What child executions of earlier runs did is over: who
   * reads their histories once more undoes nothing that an operator has done.
   */
  goOn({ results, failures, repair }: Continuation): void {
    // The ARNs of child executions are never used again.
    this.#threads.delete(OWN);
    this.#mapRuns.length = 0;
    this.#awaiting.clear();
    this.#endStatus = undefined;
    const at = Date.parse(repair.at);
    const skipped = skippedForGood(this.#steps);
    for (const progress of this.#all()) {
      if (Object.hasOwn(failures, progress.step.name)) progress.hold();
      else progress.reset(skipped.has(progress.step.name));
    }
    const known = carriedIn(results);
    for (const { step, action } of repair.actions) {
      if (action === 'reset_for_retry') continue;
      const result = action === 'resolve_manually' ? null : known.get(step);
      this.#named(step)?.resolve(at, result);
    }
    // The history of the execution before may be gone.
    for (const [step, result] of known) {
      const progress = this.#named(step);
      if (progress?.isComplete === false) progress.resolve(at, result);
    }
  }

  /** The steps as they stand, in the order of the definition. */
  steps(): readonly StepView[] {
    const creations = new Creations(this.#steps, this.#endStatus === 'SUCCEEDED');
    const views = [...this.#steps.values()].flatMap((progress) => {
      const workers = this.#batches.of(progress);
      if (workers.length > 0) return workers.map((worker) => worker.view({}));
      return [progress.view(creations.standingOf(progress), this.#heldUp(progress))];
    });
    return views.map((view) => this.#withWorkers(view));
  }

  #threadOf(child = OWN): EventThread {
    const thread = this.#threads.get(child) ?? new EventThread();
    this.#threads.set(child, thread);
    return thread;
  }

  /** What was under way in a child when it ended goes on no more. */
  #endChild({ open }: EventThread, at: number): void {
    for (const progress of open) progress.cancel(at);
    open.clear();
  }

  #end(end: Omit<ExecutionEnd, 'stopDate'>, at: number): void {
    this.#endStatus = end.status;
    const results = end.status === 'SUCCEEDED' ? parseJson(end.output ?? '') : undefined;
    if (isJsonObject(results)) {
      for (const [name, result] of Object.entries(results)) {
        if (isJsonObject(result)) this.#steps.get(name)?.settle(at, { result, after: [] });
      }
    }
    for (const failure of failuresIn(end.cause)) {
      const progress = this.#steps.get(failure.step);
      // What an operator has settled fails, too, where the machine cannot follow what he says came of it.
      if (progress === undefined || (progress.isSettled && !progress.isByHand)) continue;
      progress.failWith(at, readFailure(failure));
    }
    for (const progress of this.#all()) progress.end(at, end.status);
  }

  /** Every step of the template, and every worker of a batch. */
  #all(): readonly StepProgress[] {
    return [...this.#steps.values(), ...this.#batches.all()];
  }

  #named(step: string): StepProgress | undefined {
    return this.#batches.all().find((worker) => worker.step.name === step) ?? this.#steps.get(step);
  }

  /** What failed, was blocked or was stopped runs again, or goes on. A batch that is complete does not, nor do those it went on without. */
  #redrive(): void {
    this.#endStatus = undefined;
    const skipped = skippedForGood(this.#steps);
    for (const progress of this.#all()) progress.redrive(skipped.has(progress.step.name));
  }

  #enterTask(event: HistoryEventOf<'TaskStateEntered'>, at: number): void {
    const { name, input } = event.stateEnteredEventDetails;
    const step = this.#ofTask(name);
    if (step === undefined) return this.#enterOther(event, at);
    const progress = step.step.type === 'batch_worker' ? this.#batches.workerIn(step, parseJson(input ?? '')) : step;
    if (progress.startedAt === undefined && !this.#awaiting.has(progress))
      progress.waited(this.#barrierBefore(progress, at));
    this.#thread.owners.set(event.id, progress);
    this.#thread.open.add(progress);
    progress.enter(at);
  }

  #exitTask(event: HistoryEventOf<'TaskStateExited'>, at: number): void {
    const { name, output } = event.stateExitedEventDetails;
    const step = this.#ofTask(name);
    if (step === undefined) return this.#exitOther(event, at);
    const progress = step.step.type === 'batch_worker' ? (this.#ownerOf(event) ?? step) : step;
    this.#thread.open.delete(progress);
    progress.exit(at, () => this.#entriesIn(output).get(progress.step.name));
  }

  #schedule(event: HistoryEvent, at: number, input: string | undefined): void {
    const progress = this.#ownerOf(event);
    progress?.schedule(at, this.#keepsInput(progress.step.name) ? requestIn(input) : undefined);
  }

  #succeed(event: HistoryEvent, at: number, output: string | undefined): void {
    const progress = this.#ownerOf(event);
    const { result, named, requestId } = replyIn(output);
    this.#thread.goingOn.get(event.id)?.hear({ result });
    if (progress === undefined) return;
    progress.succeed(at, result, requestId);
    if (named !== undefined) progress.name(named);
  }

  /** A step comes to a rendezvous: what held it up before is over. Or the failure of a run that gave no answer is published. */
  #enterOther(event: HistoryEventOf<'TaskStateEntered'>, at: number): void {
    const { name: state, input } = event.stateEnteredEventDetails;
    const progress = this.#steps.get(this.#index.awaits.get(state) ?? '');
    if (progress !== undefined) this.#awaiting.set(progress, at);
    const goingOn = this.#steps.get(this.#index.goingOn.get(state) ?? '');
    if (goingOn !== undefined)
      this.#thread.goingOn.set(event.id, this.#batches.workerIn(goingOn, parseJson(input ?? '')));
    const unanswered = this.#steps.get(this.#index.publishes.get(state) ?? '');
    if (unanswered === undefined) return;
    const step = this.#batches.workerIn(unanswered, parseJson(input ?? ''));
    this.#thread.published.set(event.id, { step, isTriedAgain: false });
  }

  #exitOther(event: HistoryEventOf<'TaskStateExited'>, at: number): void {
    const unanswered = this.#thread.published.get(event.previousEventId);
    if (unanswered?.isTriedAgain === false) return unanswered.step.giveUp(at);
    const progress = this.#steps.get(this.#index.awaits.get(event.stateExitedEventDetails.name) ?? '');
    const from = progress === undefined ? undefined : this.#awaiting.get(progress);
    if (progress !== undefined && from !== undefined) progress.waited(this.#branchesBefore(progress, from, at));
  }

  /** What holds up a step that has not begun. */
  #heldUp(progress: StepProgress): StepWait | undefined {
    if (this.#endStatus !== undefined || progress.startedAt !== undefined || progress.isSettled) return undefined;
    if (progress.isSkipped) return undefined;
    const from = this.#awaiting.get(progress);
    return from === undefined ? this.#barrierBefore(progress) : this.#branchesBefore(progress, from);
  }

  #barrierBefore(progress: StepProgress, now?: number): StepWait | undefined {
    const times = { begun: this.#begun ?? 0, ...(now !== undefined && { now }) };
    return barrierWait(progress, this.#index.earlier.get(progress.step.name), this.#steps, times);
  }

  #branchesBefore(progress: StepProgress, from: number, now?: number): StepWait | undefined {
    return branchesWait(progress, this.#steps, { from, ...(now !== undefined && { now }) });
  }

  /** A step went on in an execution of its own, and has come to an end there, or only to its next checkpoint. */
  #goneOn({ name, output }: StateExitedDetails, at: number): void {
    const step = this.#steps.get(this.#index.started.get(name) ?? '');
    if (step === undefined) return;
    const data = parseJson(output ?? '');
    const progress = this.#batches.workerIn(step, data);
    const entry = this.#entriesIn(output).get(step.step.name);
    const { error, cause } = errorAfter(data, entry);
    if (error === CHECKPOINT_YIELD) return;
    if (error !== undefined) {
      progress.fail(at, error, cause);
      if (error !== WireError.retryAfter) progress.giveUp(at);
      return;
    }
    const done = entry !== undefined && 'result' in entry ? entry : undefined;
    progress.succeed(at, done?.result ?? undefined, undefined);
    if (done?.activate !== undefined) progress.name(Object.keys(done.activate));
    progress.exit(at, () => undefined);
  }

  #fail(event: HistoryEvent, at: number, { error, cause }: FailureDetails): void {
    this.#ownerOf(event)?.fail(at, error ?? ErrorName.timeout, cause);
    if (error === CHECKPOINT_YIELD) this.#thread.goingOn.get(event.id)?.hear({ checkpoint: cause });
    const unanswered = this.#thread.published.get(event.id);
    if (unanswered !== undefined) unanswered.isTriedAgain = error === WireError.retryAfter;
  }

  /** Whose failure a state records: that of a worker in an iteration, that of the batch after it. */
  #failedIn(step: StepProgress, state: string, input: string | undefined): StepProgress {
    return ['failed', 'child failed'].some((role) => state === auxiliaryName(step.step.name, role))
      ? this.#batches.workerIn(step, parseJson(input ?? ''))
      : step;
  }

  /** Names the workers where a step depends on their template. */
  #withWorkers(view: StepView): StepView {
    const named = (names: readonly string[], isMeant: (worker: StepProgress) => boolean) =>
      names.flatMap((name) => {
        const step = this.#steps.get(name);
        const workers = step === undefined ? [] : this.#batches.of(step).filter(isMeant);
        return workers.length === 0 ? [name] : workers.map((worker) => worker.step.name);
      });
    return {
      ...view,
      dependencies: named(view.dependencies, () => true),
      ...(view.blockedBy !== undefined && { blockedBy: named(view.blockedBy, (worker) => worker.hasFailed) }),
    };
  }

  #ofTask(state: string): StepProgress | undefined {
    return this.#steps.get(this.#index.tasks.get(state)?.name ?? '');
  }

  #enterWait({ name, input }: StateEnteredDetails, at: number): void {
    const found = this.#index.waits.get(name);
    if (found === undefined) return;
    const data = parseJson(input ?? '');
    const retry = retryIn(data);
    // Machines of earlier versions say how long they wait in the state data.
    const seconds = waitSeconds(found.wait, data) ?? retry.mostSeconds;
    const step = found.steps.length === 1 ? found.steps[0] : retry.step;
    const progress = this.#steps.get(step ?? '');
    if (progress === undefined) return;
    this.#batches.workerIn(progress, data).waitUntil(seconds === undefined ? undefined : at + seconds * 1000);
  }

  /** Some engines do not tell what happens within a branch; the branches' output does. */
  #exitGroup({ name: group, output }: StateExitedDetails, at: number): void {
    const names = new Set(this.#index.groups.get(group));
    if ([...names].every((name) => this.#steps.get(name)?.isSettled)) return;
    for (const [name, entry] of this.#entriesIn(output)) {
      // After a redrive, what lies beside the group's own may be of the run before.
      const step = names.has(name) ? this.#steps.get(name) : undefined;
      if (step !== undefined) this.#batches.settle(step, at, workersOf(entry));
      step?.settle(at, entry);
    }
  }

  #entriesIn(output: string | undefined) {
    return findEntries(parseJson(output ?? '') ?? null, (name) => this.#steps.has(name));
  }

  /**
   * The step to which an event of a Task belongs: found through the event before it, since events of several branches
   * come interleaved. An engine without such links is followed while one Task runs at a time.
   */
  #ownerOf(event: HistoryEvent): StepProgress | undefined {
    const { open, owners, published, goingOn } = this.#thread;
    const elsewhere = goingOn.get(event.previousEventId);
    if (elsewhere !== undefined) {
      goingOn.set(event.id, elsewhere);
      return undefined;
    }
    const unanswered = published.get(event.previousEventId);
    if (unanswered !== undefined) {
      published.set(event.id, unanswered);
      return undefined;
    }
    const [only] = open.size === 1 ? open : [];
    const owner = event.previousEventId ? owners.get(event.previousEventId) : only;
    if (owner !== undefined) owners.set(event.id, owner);
    return owner;
  }
}

/** Under what the events of the task's own execution are kept, which has no other's ARN. */
const OWN = '';

/** A step whose run gave no answer. */
interface UnansweredStep {
  readonly step: StepProgress;
  /** Whether its function has judged the failure so. */
  isTriedAgain: boolean;
}

/** How the events of one execution hang together. */
class EventThread {
  /** The step to which an event belongs, by the event's id. */
  readonly owners = new Map<number, StepProgress>();
  /** Steps whose Task control has entered and not left. */
  readonly open = new Set<StepProgress>();
  /** Runs that gave no answer, whose failure is being published; by the event's id. */
  readonly published = new Map<number, UnansweredStep>();
  /** Steps that go on in this execution from a checkpoint; by the event's id. */
  readonly goingOn = new Map<number, StepProgress>();
  lastId = 0;
}

/** What ends an execution, or begins it again: of a child of the task's, not the task. */
const ENDS: ReadonlySet<HistoryEvent['type']> = new Set([
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionTimedOut',
  'ExecutionAborted',
  'ExecutionRedriven',
] as const);

/** The results that travelled with a continuation; none of those that are too large to. */
function carriedIn(results: Continuation['results']): ReadonlyMap<string, JsonObject | null> {
  return isParked(results as JsonObject) ? new Map() : new Map(Object.entries(results as CarriedResults));
}

/** What the workers of a batch left; none of another step. */
function workersOf(entry: StepEntry): readonly WorkerEntry[] {
  if ('isolated' in entry) return entry.isolated.filter((one) => 'worker' in one);
  return ('workers' in entry ? entry.workers : undefined) ?? [];
}
