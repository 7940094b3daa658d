import type {
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineInput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  ListStateMachinesInput,
  ListTagsForResourceInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import type { StepFunctions } from './step-functions.ts';

/** Names under which AWS says that it was asked too often. Such a call has done nothing, and may be made again. */
const THROTTLED: readonly string[] = [
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'KmsThrottlingException',
];

/** Calls of one, at most. */
const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 4_000;

/** Whether AWS refuses a call because it was asked too often. */
export function isThrottled(error: unknown): boolean {
  return THROTTLED.includes((error as { readonly name?: string }).name ?? '');
}

/**
 * Step Functions, asked again where it was asked too often. AWS fills a bucket of calls for all of an account, at 1 to 20 a
 * second; so each pause is drawn anew, up to twice as long as the one before, lest all come back at once.
 */
export class PatientStepFunctions implements StepFunctions {
  readonly #sfn: StepFunctions;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #random: () => number;

  constructor(sfn: StepFunctions, sleep: (ms: number) => Promise<void>, random: () => number) {
    this.#sfn = sfn;
    this.#sleep = sleep;
    this.#random = random;
  }

  startExecution(input: StartExecutionInput) {
    return this.#again(() => this.#sfn.startExecution(input));
  }

  stopExecution(input: StopExecutionInput) {
    return this.#again(() => this.#sfn.stopExecution(input));
  }

  redriveExecution(input: RedriveExecutionInput) {
    return this.#again(() => this.#sfn.redriveExecution(input));
  }

  describeExecution(input: DescribeExecutionInput) {
    return this.#again(() => this.#sfn.describeExecution(input));
  }

  describeStateMachine(input: DescribeStateMachineInput) {
    return this.#again(() => this.#sfn.describeStateMachine(input));
  }

  describeStateMachineForExecution(input: DescribeStateMachineForExecutionInput) {
    return this.#again(() => this.#sfn.describeStateMachineForExecution(input));
  }

  getExecutionHistory(input: GetExecutionHistoryInput) {
    return this.#again(() => this.#sfn.getExecutionHistory(input));
  }

  listExecutions(input: ListExecutionsInput) {
    return this.#again(() => this.#sfn.listExecutions(input));
  }

  listStateMachines(input: ListStateMachinesInput) {
    return this.#again(() => this.#sfn.listStateMachines(input));
  }

  async listTagsForResource(input: ListTagsForResourceInput) {
    return this.#again(async () => (await this.#sfn.listTagsForResource?.(input)) ?? {});
  }

  async #again<T>(call: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await call();
      } catch (error) {
        if (tries === MOST_TRIES || !isThrottled(error)) throw error;
        await this.#sleep(this.#random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)));
      }
    }
  }
}
