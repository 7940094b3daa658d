import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { StateMachine } from '../../states-language/types.ts';
import type { SentEvent } from '../../states-language/read-event.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { executionArn, machineNameOf } from './arns.ts';
import { ExecutionView } from '../view/execution-view.ts';
import { indexMachine } from '../view/index-machine.ts';
import { isJsonObject, parseJson } from '../parse-json.ts';
import type { StateMachines } from './state-machines.ts';
import type { StepFunctions } from './step-functions.ts';
import type { EndStatus } from '../view/step-progress.ts';
import { belongsTo, isTaskId } from '../requests/task-id.ts';
import type { TaskExecution } from '../responses/task-response.ts';
import { TaskerClientError } from '../tasker-client-error.ts';

/** Finds a task's execution and reads all there is to know of it. */
export class TaskReader {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #machines: StateMachines;

  constructor(sfn: () => Promise<StepFunctions>, machines: StateMachines) {
    this.#sfn = sfn;
    this.#machines = machines;
  }

  /** Describes a task's execution. @param id A task's id, or the ARN of its execution. */
  async describe(id: string): Promise<DescribeExecutionOutput> {
    const sfn = await this.#sfn();
    for (const arn of await this.#candidates(id)) {
      try {
        return await sfn.describeExecution({ executionArn: arn });
      } catch (error) {
        // An id that can be no execution's is refused as an invalid ARN.
        if (!['ExecutionDoesNotExist', 'InvalidArn'].includes((error as Error).name)) throw error;
      }
    }
    throw new TaskerClientError('NOT_FOUND', `There is no task "${id}".`);
  }

  /** Reads a task: its request, and its steps from the history. */
  async read(execution: DescribeExecutionOutput): Promise<TaskExecution> {
    const arn = execution.executionArn as string;
    const sfn = await this.#sfn();
    const { definition } = await sfn.describeStateMachineForExecution({ executionArn: arn });
    const machine = JSON.parse(definition as string) as StateMachine;
    const { identity } = indexMachine(machine);
    if (identity === undefined) throw new TaskerClientError('NOT_FOUND', `The execution "${arn}" runs no task.`);

    const view = new ExecutionView(machine);
    let updatedAt = execution.startDate as Date;
    for await (const event of this.#history(arn)) {
      view.apply(event);
      updatedAt = event.timestamp ?? updatedAt;
    }
    const { status, output, cause } = execution;
    const stopDate = hasEnded(execution) ? (execution.stopDate ?? updatedAt) : undefined;
    if (stopDate !== undefined) view.end({ status: status as EndStatus, stopDate, output, cause });
    return {
      id: execution.name as string,
      arn,
      identity,
      status: status as string,
      request: requestOf(execution),
      startedAt: (execution.startDate as Date).toISOString(),
      updatedAt: (stopDate ?? updatedAt).toISOString(),
      ...(stopDate !== undefined && { stoppedAt: stopDate.toISOString() }),
      steps: view.steps(),
    };
  }

  /** The ARNs under which a task may be found. An id of ours tells its machine; any other may be of any. */
  async #candidates(id: string): Promise<readonly string[]> {
    if (id.startsWith('arn:')) return this.#machines.mayRun(id) ? [id] : [];
    const machines = isTaskId(id)
      ? (await this.#machines.arns()).filter((arn) => belongsTo(id, machineNameOf(arn)))
      : (await this.#machines.all()).map((machine) => machine.stateMachineArn);
    return machines.map((arn) => executionArn(arn, id));
  }

  async *#history(arn: string): AsyncGenerator<SentEvent & { readonly timestamp?: Date | undefined }> {
    const sfn = await this.#sfn();
    let nextToken: string | undefined;
    do {
      const page = await sfn.getExecutionHistory({
        executionArn: arn,
        maxResults: 1000,
        ...(nextToken !== undefined && { nextToken }),
      });
      yield* page.events ?? [];
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}

/** Whether an execution has come to an end, whatever it was. */
export function hasEnded({ status }: DescribeExecutionOutput): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}

/** The request with which an execution was started, where it was one: it may have been started with anything. */
export function requestOf({ input }: DescribeExecutionOutput): TaskRequest {
  const parsed = parseJson(input ?? '');
  return isJsonObject(parsed) ? parsed : {};
}
