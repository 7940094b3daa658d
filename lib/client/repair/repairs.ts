import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Continuation } from '../../contract/continuation.ts';
import { runName } from '../../contract/run-name.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { parseArn } from '../../states-language/arn.ts';
import { executionArn } from '../aws/arns.ts';
import type { ResultPlaces } from '../aws/result-places.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { hasEnded, type TaskReader } from '../aws/task-reader.ts';
import { runOf } from '../aws/task-runs.ts';
import { parseJson } from '../parse-json.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { indexMachine } from '../view/index-machine.ts';
import { fitContinuation } from './fit-continuation.ts';
import { planRepair, type TaskRepair } from './plan-repair.ts';

/** What repairs are made with. */
export interface RepairMeans {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly places: ResultPlaces;
}

/** Step Functions may not find at once what it has just started. */
const FOUND_WITHIN_MS = 5_000;
const PAUSE_MS = 200;

/** Lets tasks go on that have failed, in executions that continue them. */
export class Repairs {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #reader: TaskReader;
  readonly #means: RepairMeans;

  constructor(sfn: () => Promise<StepFunctions>, reader: TaskReader, means: RepairMeans) {
    this.#sfn = sfn;
    this.#reader = reader;
    this.#means = means;
  }

  /** Starts the execution that continues a task. @param latest The one that stands for the task as it is now */
  async start(latest: DescribeExecutionOutput, repair: TaskRepair): Promise<DescribeExecutionOutput> {
    refuseExpress(latest.executionArn);
    const at = new Date(this.#means.now()).toISOString();
    const continues = planRepair({ view: await this.#reader.read(latest), ...runOf(latest) }, repair, at);
    const { id } = continues.task;
    const { stateMachineArn = '', stateMachineAliasArn } = latest;
    const machine = stateMachineAliasArn ?? stateMachineArn;
    const name = runName(id, continues.run);
    const input = JSON.stringify({ ...requestIn(latest), continues: await this.#travelling(latest, continues) });
    const sfn = await this.#sfn();
    await sfn.startExecution({ stateMachineArn: machine, name, input }).catch((cause: unknown) => {
      if ((cause as Error).name !== 'ExecutionAlreadyExists') throw cause;
      const message = `The task "${id}" was repaired by somebody else at the same time, and goes on. Look at it again.`;
      throw new TaskerClientError('CONFLICT', message, { cause, taskId: id });
    });
    const arn = executionArn(stateMachineArn, name);
    await this.#yieldToRedrive(latest, arn);
    return this.#found(arn);
  }

  /** A redrive of the run before, at the same time, has begun first: two executions must not do the same work. */
  async #yieldToRedrive(before: DescribeExecutionOutput, arn: string): Promise<void> {
    const sfn = await this.#sfn();
    if (hasEnded(await sfn.describeExecution({ executionArn: before.executionArn }))) return;
    await sfn.stopExecution({
      executionArn: arn,
      error: 'TaskRedriven',
      cause: 'The task was redriven at the same time.',
    });
    const taskId = runOf(before).task.id;
    throw new TaskerClientError('CONFLICT', `The task "${taskId}" was redriven at the same time, and goes on.`, {
      taskId,
    });
  }

  async #travelling(latest: DescribeExecutionOutput, continues: Continuation): Promise<Continuation> {
    const { machine } = await this.#reader.machineOf(latest);
    return fitContinuation(continues, {
      request: requestIn(latest),
      budget: indexMachine(machine).budget,
      findPlace: () => this.#means.places.of(latest.stateMachineArn ?? ''),
    });
  }

  async #found(arn: string): Promise<DescribeExecutionOutput> {
    const deadline = this.#means.now() + FOUND_WITHIN_MS;
    for (;;) {
      try {
        return await this.#reader.describeRun(arn);
      } catch (error) {
        const isNew = error instanceof TaskerClientError && error.code === 'NOT_FOUND';
        if (!isNew || this.#means.now() > deadline) throw error;
        await this.#means.sleep(PAUSE_MS);
      }
    }
  }
}

function refuseExpress(executionArn = ''): void {
  if (parseArn(executionArn)?.kind !== 'express') return;
  const message =
    'An Express task cannot be repaired: it leaves no history. Start another task with its request, or deploy the template as a Standard state machine.';
  throw new TaskerClientError('UNPROCESSABLE_ENTITY', message);
}

/** The request of the task, as it was given; without what the execution itself continues. */
function requestIn({ input = '' }: DescribeExecutionOutput): JsonObject {
  const parsed = parseJson(input);
  if (!isJsonObject(parsed)) return {};
  return Object.fromEntries(Object.entries(parsed).filter(([field]) => field !== 'continues'));
}
