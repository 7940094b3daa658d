import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { continuationIn, type Continuation } from '../../contract/continuation.ts';
import { runName } from '../../contract/run-name.ts';
import { parseJson } from '../parse-json.ts';
import { BoundedCache } from './bounded-cache.ts';
import { executionArn } from './arns.ts';
import type { StepFunctions } from './step-functions.ts';

/** Of so many tasks the runs before the latest one are remembered. */
const MOST_REMEMBERED = 500;

/**
 * The executions that run one task, one after another: each continues the one before it, which had failed and was repaired. Only a task
 * that has ended without being complete can have been continued, so of any other nothing is asked.
 */
export class TaskRuns {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #earlier = new BoundedCache<readonly DescribeExecutionOutput[]>(MOST_REMEMBERED);

  constructor(sfn: () => Promise<StepFunctions>) {
    this.#sfn = sfn;
  }

  /** The run that stands for the task as it is now, from any run of it. */
  async latest(run: DescribeExecutionOutput): Promise<DescribeExecutionOutput> {
    for (let latest = run; ;) {
      if (!mayBeContinued(latest)) return latest;
      const next = await this.#next(latest);
      if (next === undefined) return latest;
      latest = next;
    }
  }

  /** The runs before one, oldest first. Those that Step Functions has forgotten are left out: it keeps them for 90 days. */
  async earlier(run: DescribeExecutionOutput): Promise<readonly DescribeExecutionOutput[]> {
    const continues = continuationOf(run);
    if (continues === undefined) return [];
    const arn = run.executionArn ?? '';
    const known = this.#earlier.get(arn);
    if (known !== undefined) return known;
    const arns = Array.from({ length: continues.run - 1 }, (_, index) => arnOf(run, continues.task.id, index + 1));
    const found = (await Promise.all(arns.map((each) => this.#find(each)))).filter((each) => each !== undefined);
    this.#earlier.set(arn, found, 1);
    return found;
  }

  async #next(run: DescribeExecutionOutput): Promise<DescribeExecutionOutput | undefined> {
    const { task, run: number } = runOf(run);
    const next = await this.#find(arnOf(run, task.id, number + 1));
    // Somebody may have given an execution of theirs the name.
    return next !== undefined && continuationOf(next)?.task.arn === task.arn ? next : undefined;
  }

  async #find(arn: string): Promise<DescribeExecutionOutput | undefined> {
    const sfn = await this.#sfn();
    return sfn.describeExecution({ executionArn: arn }).catch((error: unknown) => {
      if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
      throw error;
    });
  }
}

/** Where an execution stands among those of its task. */
export interface RunOfTask {
  /** The execution with which the task began. */
  readonly task: Continuation['task'];
  /** Which run of it the execution is, from 1. */
  readonly run: number;
  /** How often the task had gone on by its end, redrives included. */
  readonly restarts: number;
}

export function runOf(execution: DescribeExecutionOutput): RunOfTask {
  const { name = '', executionArn: arn = '', startDate = new Date(0), redriveCount = 0 } = execution;
  const continues = continuationOf(execution);
  return {
    task: continues?.task ?? { id: name, arn, started_at: startDate.toISOString() },
    run: continues?.run ?? 1,
    restarts: (continues?.restarts ?? 0) + redriveCount,
  };
}

/** What an execution continues; undefined of one that begins a task. */
export function continuationOf({ name = '', input }: DescribeExecutionOutput): Continuation | undefined {
  return input?.includes('"continues"') === true ? continuationIn(parseJson(input), name) : undefined;
}

function mayBeContinued({ status }: DescribeExecutionOutput): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
}

function arnOf({ stateMachineArn = '' }: DescribeExecutionOutput, task: string, run: number): string {
  return executionArn(stateMachineArn, runName(task, run));
}
