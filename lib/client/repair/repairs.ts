import { createHash } from 'node:crypto';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Continuation } from '../../contract/continuation.ts';
import { requestLimit } from '../../contract/limits.ts';
import { parkedKey } from '../../contract/parked-key.ts';
import { PARKED } from '../../contract/parked-result.ts';
import { runName } from '../../contract/run-name.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { parseArn } from '../../states-language/arn.ts';
import { Limit } from '../../states-language/limits.ts';
import { executionArn } from '../aws/arns.ts';
import type { ResultPlaces } from '../aws/result-places.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import { hasEnded, type TaskReader } from '../aws/task-reader.ts';
import { runOf } from '../aws/task-runs.ts';
import { parseJson } from '../parse-json.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { indexMachine } from '../view/index-machine.ts';
import { planRepair, type TaskRepair } from './plan-repair.ts';

/** What repairs are made with. */
export interface RepairMeans {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly places: ResultPlaces;
}

/** Results of so many bytes travel to the next run in its input; more lie beside its parked ones, so that there is room for what follows. */
const MOST_TRAVELLING_BYTES = 16_384;

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
    const json = JSON.stringify(continues.results);
    const bytes = Buffer.byteLength(json);
    const { machine } = await this.#reader.machineOf(latest);
    const { budget } = indexMachine(machine);
    const limit = Math.min(Limit.stateBytes, budget === undefined ? Infinity : requestLimit(budget));
    const rest = Buffer.byteLength(JSON.stringify({ ...requestIn(latest), continues })) - bytes;
    const fits = rest + bytes <= limit;
    if (fits && bytes <= MOST_TRAVELLING_BYTES) return continues;
    const place = await this.#means.places.of(latest.stateMachineArn ?? '');
    if (place !== undefined && rest + REFERENCE_BYTES <= limit) {
      // Who repairs the task at the same time keeps other results elsewhere.
      const digest = createHash('sha256').update(json).digest('hex').slice(0, 16);
      const key = parkedKey(continues.task.arn, `/run-${continues.run}-${digest}`);
      return { ...continues, results: { [PARKED]: { uri: await place.write(key, json), bytes } } };
    }
    if (fits) return continues;
    throw new TaskerClientError(
      'PAYLOAD_TOO_LARGE',
      `What the task "${continues.task.id}" has done so far takes ${rest + bytes} bytes, and ${limit} fit into the request. ` +
        (place === undefined
          ? 'Its state machine has no bucket for large results, or the tag "tasker:results" does not tell it.'
          : 'Most of it is its request, and what is said of failed steps.'),
    );
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

/** As much as a reference to parked results takes at most. */
const REFERENCE_BYTES = 2_048;

/** The request of the task, as it was given; without what the execution itself continues. */
function requestIn({ input = '' }: DescribeExecutionOutput): JsonObject {
  const parsed = parseJson(input);
  if (!isJsonObject(parsed)) return {};
  return Object.fromEntries(Object.entries(parsed).filter(([field]) => field !== 'continues'));
}
