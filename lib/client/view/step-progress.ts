import { CHECKPOINT_YIELD } from '../../contract/checkpoint.ts';
import { LAMBDA_SERVICE_ERRORS } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { StepEntry } from '../../contract/step-entry.ts';
import { matchesError } from '../../states-language/matches-error.ts';
import type { MachineStep } from './index-machine.ts';
import { goesOnWithout } from './machine-reader.ts';
import { AttemptLog } from './attempt-log.ts';
import type { AttemptError } from './attempt-error.ts';
import { forecastRetry, type RetryCounts } from './retry-forecast.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { readError, type ReadError } from './read-error.ts';
import type { StepWait } from './step-history.ts';
import { isDone, type Standing, type StepCheckpointView, type StepState, type StepView } from './step-view.ts';

/** How an execution ended. */
export type EndStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What is known of one step at one point of the history. Times are in ms since 1970. */
export class StepProgress {
  readonly step: MachineStep;
  readonly #retries: RetryCounts = new Map();
  readonly #log: AttemptLog;
  /** Waits that are over. */
  #waits: readonly StepWait[] = [];
  #state: StepState = 'pending';
  #attempts = 0;
  #result?: JsonObject;
  #error?: AttemptError;
  /** How the latest attempt ended; absent while it runs, or where the engine does not tell. */
  #outcome?: 'succeeded' | 'failed';
  #startedAt?: number;
  #completedAt?: number;
  #lastAttemptedAt?: number;
  #lastFailureAt?: number;
  #nextRetryAt?: number;
  #isSkipped = false;
  #isHeld = false;
  #isByHand = false;
  /** Whether it is a worker that has failed and without which its batch goes on. */
  #isLeftBehind = false;
  #named: readonly string[] = [];
  #checkpoint?: StepCheckpointView;

  /** Of a worker of a batch: the step of the template that it is made from. */
  readonly template: string | undefined;

  constructor(step: MachineStep, template?: string) {
    this.step = step;
    this.template = template;
    this.#log = new AttemptLog(step.functionName);
  }

  get hasFailed(): boolean {
    return this.#state === 'error';
  }

  /** Whether what depends on it may run. */
  get isComplete(): boolean {
    return isDone(this.#state);
  }

  /** When control first came to the step. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  /** When it settled. */
  get completedAt(): number | undefined {
    return this.#completedAt;
  }

  /** Whether control has not come to the step's Task. */
  get isPending(): boolean {
    return this.#state === 'pending';
  }

  get isSkipped(): boolean {
    return this.#isSkipped;
  }

  get isDecision(): boolean {
    return this.step.type === 'decision';
  }

  /** Whether it is a batchable step that found no work. */
  get isEmptyBatch(): boolean {
    return this.step.type === 'batchable' && this.isComplete && this.#named.length === 0;
  }

  /** Whether an operator has settled it: its function replies so when control comes to it, and not before. */
  get isByHand(): boolean {
    return this.#isByHand;
  }

  /** The steps that a decision's outcome names, or the worker template of a batchable step's. */
  get named(): readonly string[] {
    return this.#named;
  }

  get isSettled(): boolean {
    return this.isComplete || this.#state === 'error' || this.#state === 'cancelled';
  }

  /** Whether the execution leaves it alone: it has completed, or it failed before and nobody has repaired it. */
  get #isDone(): boolean {
    return this.isComplete || this.#isHeld;
  }

  /** The task goes on, and the step stays as it failed: nobody has repaired it. */
  hold(): void {
    this.#isHeld = this.hasFailed;
    this.#isLeftBehind = false;
  }

  /** An operator settles the step: with a result, or without one. */
  resolve(at: number, result: JsonObject | null | undefined): void {
    this.#state = result === null ? 'resolved_manually' : 'complete';
    this.#isByHand = true;
    this.#result = result ?? undefined;
    this.#completedAt = at;
    // No attempt brought it about: how long one took says nothing.
    this.#lastAttemptedAt = undefined;
    this.#nextRetryAt = undefined;
  }

  /**
   * The execution is redriven: what failed or was stopped stands as before its first attempt, but for a worker that its batch has gone on
   * without. @param staysSkipped Whether it does where it was
   */
  redrive(staysSkipped: boolean): void {
    this.#isHeld = false;
    this.#isSkipped &&= staysSkipped;
    if (this.#isLeftBehind || (this.#state !== 'error' && this.#state !== 'cancelled')) return;
    this.#state = 'pending';
    this.#attempts = 0;
    this.#completedAt = undefined;
  }

  /** The same where every failed step runs again. */
  reset(staysSkipped: boolean): void {
    this.#isLeftBehind = false;
    this.redrive(staysSkipped);
  }

  /** Control enters the step's Task: for the first time, or again after a wait of the machine. */
  enter(at: number): void {
    if (this.#isDone) return;
    // Its batch came to no end, and begins anew.
    if (this.#isLeftBehind) this.reset(false);
    this.#isSkipped = false;
    this.#state = 'in_progress';
    this.#startedAt ??= at;
    this.#retries.clear();
    this.#outcome = undefined;
    this.#nextRetryAt = undefined;
  }

  /** The step was held up until now. */
  waited(wait: StepWait | undefined): void {
    if (wait !== undefined) this.#waits = [...this.#waits, wait];
  }

  /** An attempt begins. @param input What the function is sent, where that is to be kept. */
  schedule(at: number, input?: JsonValue): void {
    if (this.#isDone) return;
    const goesOn = this.#log.schedule(at, input);
    this.#state = 'in_progress';
    if (!goesOn) {
      this.#attempts++;
      this.#lastAttemptedAt = at;
    }
    this.#outcome = undefined;
    this.#nextRetryAt = undefined;
  }

  /** The function of the attempt is invoked. */
  start(at: number): void {
    if (!this.#isDone) this.#log.start(at);
  }

  /** An attempt succeeds; the step is complete once control leaves its Task. */
  succeed(at: number, result: JsonObject | undefined, requestId: string | undefined): void {
    if (this.#isDone) return;
    this.#log.succeed(at, requestId);
    this.#outcome = 'succeeded';
    this.#result = result ?? this.#result;
  }

  /** A decision has come to an outcome. */
  name(steps: readonly string[]): void {
    this.#named = steps;
  }

  /** Decisions passed the step over. */
  skip(): void {
    this.#isSkipped = true;
  }

  /** An attempt fails. What follows is read from the Task's own Retry and Catch. */
  fail(at: number, name: string, cause: string | undefined): void {
    if (this.#isDone) return;
    if (name === CHECKPOINT_YIELD) return this.#yield(cause);
    this.#outcome = 'failed';
    this.#lastFailureAt = at;
    this.#error = readError(name, cause).error;
    this.#log.fail(at, this.#error);
    // A service fault is no run of the handler. The runtime's own count cannot tell, so it is not used here.
    if ((LAMBDA_SERVICE_ERRORS as readonly string[]).includes(name) && this.#log.discard()) this.#attempts--;
    const delay = forecastRetry(this.step.task.Retry ?? [], this.#retries, name);
    if (delay !== undefined) {
      this.waitUntil(at + delay * 1000);
      return;
    }
    const catcher = this.step.task.Catch?.find((candidate) => matchesError(candidate.ErrorEquals, { error: name }));
    if (catcher !== undefined && this.step.retryRoute.has(catcher.Next)) this.#state = 'waiting_for_retry';
    else this.giveUp(at);
  }

  /** The next attempt begins at this time at the latest. */
  waitUntil(at: number | undefined): void {
    this.#state = 'waiting_for_retry';
    this.#nextRetryAt = at;
  }

  /** The step has failed for good; `caught` tells why, where no attempt of it has. */
  giveUp(at: number, caught?: ReadError): void {
    this.#state = 'error';
    this.#isLeftBehind = this.template !== undefined && goesOnWithout(this.step.task);
    this.#error ??= caught?.error;
    this.#completedAt = this.#lastFailureAt ?? at;
    this.#nextRetryAt = undefined;
  }

  /** Control leaves the step's Task; `entry` reads what the step left, for engines that do not tell how the attempt ended. */
  exit(at: number, entry: () => StepEntry | undefined): void {
    if (this.#isDone) return;
    if (this.#outcome === 'succeeded') this.#complete(at);
    else if (this.#outcome === undefined) this.settle(at, entry());
  }

  /** Takes over the step's entry in the state data. */
  settle(at: number, entry: StepEntry | undefined): void {
    if (entry === undefined || this.isSettled) return;
    if ('skipped' in entry) this.skip();
    if ('result' in entry) {
      this.#result = entry.result ?? undefined;
      this.#named = Object.keys(entry.activate ?? {});
      this.#complete(at);
    } else if ('failure' in entry) {
      const { Error: name, Cause: cause } = entry.failure.caught;
      this.failWith(at, readError(name, cause));
    }
  }

  /** The step has failed for good, as told by the execution's end and not by an event of its own. */
  failWith(at: number, { error, attempts }: ReadError): void {
    this.#error = error;
    this.#isByHand = false;
    this.#attempts = attempts ?? Math.max(1, this.#attempts);
    this.giveUp(at);
  }

  /** The execution stops while the step is under way, or is stopped before the step could begin. */
  cancel(at: number): void {
    if (this.#isDone) return;
    this.#state = 'cancelled';
    this.#log.cancel(at);
    this.#completedAt = at;
    this.#nextRetryAt = undefined;
  }

  /** The execution ends: nothing runs any more. Tasker cancels the waiting steps of a cancelled task too. */
  end(at: number, status: EndStatus): void {
    if (this.isSettled) return;
    // A worker may wait for its next attempt when the failure of another one ends its batch: it has not failed for good.
    const isEnded = this.template !== undefined;
    if (status === 'FAILED' && this.#outcome === 'failed' && !isEnded) this.giveUp(at);
    else if (this.#state !== 'pending' || status === 'ABORTED') this.cancel(at);
  }

  /**
   * @param standing How it stands in its task.
   * @param held A wait that lasts.
   */
  view(standing: Standing, held?: StepWait): StepView {
    const waits = held === undefined ? this.#waits : [...this.#waits, held];
    return {
      name: this.step.name,
      ...(this.template !== undefined && { template: this.template }),
      state: this.#state,
      ...standing,
      dependencies: this.step.dependencies,
      attempts: this.#attempts,
      maxAttempts: this.step.maxAttempts,
      ...(this.#state === 'complete' && this.#result !== undefined && { result: this.#result }),
      ...(!this.isComplete && this.#error !== undefined && { error: this.#error }),
      ...(this.#checkpoint !== undefined && { checkpoint: this.#checkpoint }),
      ...optionalTime('startedAt', this.#startedAt),
      ...optionalTime('completedAt', this.#completedAt),
      ...optionalTime('lastAttemptedAt', this.#lastAttemptedAt),
      ...optionalTime('lastFailureAt', this.#lastFailureAt),
      ...optionalTime('nextRetryAt', this.#nextRetryAt),
      history: this.#log.entries,
      ...(waits.length > 0 && { waits }),
    };
  }

  /** What is told of the step in an execution in which it goes on: how far it came, and what it returned. The task's own tells how it ended. */
  hear({
    result,
    checkpoint,
  }: {
    readonly result?: JsonObject | undefined;
    readonly checkpoint?: string | undefined;
  }): void {
    this.#result ??= result;
    const reached = readCheckpoint(checkpoint);
    if (reached !== undefined && reached.yields > (this.#checkpoint?.yields ?? 0)) this.#checkpoint = reached;
  }

  /** The attempt goes on in another invocation, or in another execution, whose own events are not counted. */
  #yield(cause: string | undefined): void {
    this.hear({ checkpoint: cause });
    this.#log.goOn();
  }

  #complete(at: number): void {
    this.#state = 'complete';
    this.#attempts = Math.max(1, this.#attempts);
    this.#completedAt = at;
    this.#nextRetryAt = undefined;
  }
}

function optionalTime<K extends string>(key: K, at: number | undefined): { readonly [P in K]?: string } {
  return (at === undefined ? {} : { [key]: new Date(at).toISOString() }) as { readonly [P in K]?: string };
}
