import type { StepFunctions } from '../../lib/client/aws/step-functions.ts';
import { awsError } from './fake-sfn.ts';

/** How many calls AWS lets an account make at once, and how many more each second. Developer guide: "Quotas". */
const BUCKETS: Readonly<Record<keyof StepFunctions, readonly [size: number, perSecond: number]>> = {
  startExecution: [800, 150],
  redriveExecution: [800, 150],
  stopExecution: [500, 25],
  describeExecution: [250, 10],
  describeStateMachine: [200, 20],
  describeStateMachineForExecution: [200, 1],
  getExecutionHistory: [400, 20],
  listExecutions: [100, 2],
  listStateMachines: [100, 5],
  listTagsForResource: [100, 1],
};

/** AWS's token buckets of one account, on a clock of their own. */
export class TokenBuckets {
  readonly #levels = new Map<keyof StepFunctions, { tokens: number; at: number }>();
  /** Calls that were refused. */
  refused = 0;
  /** Ms. */
  now = 0;
  /** Whether the buckets fill again. */
  isFilling = true;

  /** Step Functions behind the buckets. */
  before(sfn: StepFunctions): StepFunctions {
    const guarded = Object.keys(BUCKETS).map((key) => {
      const name = key as keyof StepFunctions;
      const call = async (input: unknown) => {
        this.#take(name);
        return (sfn[name] as (input: unknown) => Promise<unknown>).call(sfn, input);
      };
      return [name, call];
    });
    return Object.fromEntries(guarded) as StepFunctions;
  }

  empty(name: keyof StepFunctions): void {
    this.#levels.set(name, { tokens: 0, at: this.now });
  }

  #take(name: keyof StepFunctions): void {
    const [size, perSecond] = BUCKETS[name];
    const level = this.#levels.get(name) ?? { tokens: size, at: this.now };
    const filled = this.isFilling ? ((this.now - level.at) / 1000) * perSecond : 0;
    const tokens = Math.min(size, level.tokens + filled);
    this.#levels.set(name, { tokens: Math.max(0, tokens >= 1 ? tokens - 1 : tokens), at: this.now });
    if (tokens >= 1) return;
    this.refused++;
    throw awsError('ThrottlingException', 'Rate exceeded');
  }
}
