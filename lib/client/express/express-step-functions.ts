import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  HistoryEvent as SdkEvent,
  ListExecutionsInput,
  ListStateMachinesInput,
  ListTagsForResourceInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import { type ExpressArn, formatArn, parseArn } from '../../states-language/arn.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { CloudWatchLogs } from '../logs/cloud-watch-logs.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { describeLogged, readLoggedEvent } from './express-history.ts';

/** What Express executions cannot, and what can be done instead. */
const WITHOUT: Readonly<Record<'cancelled' | 'redriven', string>> = {
  cancelled: 'It ends by itself, after five minutes at the latest.',
  redriven: 'Start another task with its request, or deploy the template as a Standard state machine.',
};

/**
 * Step Functions, for Express executions, too: those leave no history, and what their machine has logged stands in its place. An ARN
 * without the id behind the name means the newest execution of that name.
 */
export class ExpressStepFunctions implements StepFunctions {
  readonly #sfn: StepFunctions;
  readonly #logs: () => Promise<CloudWatchLogs>;
  /** Of each machine, the name of its log group; undefined of a Standard machine. */
  readonly #groups = new Map<string, Promise<string | undefined>>();

  constructor(sfn: StepFunctions, logs: () => Promise<CloudWatchLogs>) {
    this.#sfn = sfn;
    this.#logs = logs;
  }

  startExecution(input: StartExecutionInput) {
    return this.#sfn.startExecution(input);
  }

  async stopExecution(input: StopExecutionInput) {
    refuseExpress(input.executionArn, 'cancelled');
    return this.#sfn.stopExecution(input);
  }

  async redriveExecution(input: RedriveExecutionInput) {
    refuseExpress(input.executionArn, 'redriven');
    return this.#sfn.redriveExecution(input);
  }

  async describeExecution(input: DescribeExecutionInput): Promise<DescribeExecutionOutput> {
    const arn = expressIn(input.executionArn);
    if (arn === undefined) return this.#sfn.describeExecution(input);
    const { execution, events } = await this.#read(arn);
    const found = describeLogged(execution, events);
    if (found !== undefined) return found;
    throw Object.assign(new Error(`Nothing is logged of ${formatArn(arn)}`), { name: 'ExecutionDoesNotExist' });
  }

  describeStateMachine(input: DescribeStateMachineInput) {
    return this.#sfn.describeStateMachine(input);
  }

  /** Which definition an Express execution has run, nothing tells: the machine has had the present one since it was last deployed. */
  async describeStateMachineForExecution(input: DescribeStateMachineForExecutionInput) {
    const arn = expressIn(input.executionArn);
    if (arn === undefined) return this.#sfn.describeStateMachineForExecution(input);
    return (await this.#sfn.describeStateMachine({ stateMachineArn: machineOf(arn) })) as DescribeStateMachineOutput &
      Awaited<ReturnType<StepFunctions['describeStateMachineForExecution']>>;
  }

  async getExecutionHistory(input: GetExecutionHistoryInput): Promise<GetExecutionHistoryOutput> {
    const arn = expressIn(input.executionArn);
    if (arn === undefined) return this.#sfn.getExecutionHistory(input);
    const { events } = await this.#read(arn);
    return { events: input.reverseOrder === true ? events.toReversed() : [...events] };
  }

  /** Executions of an Express machine are not listed by any call. */
  async listExecutions(input: ListExecutionsInput) {
    return this.#sfn.listExecutions(input).catch((error: unknown) => {
      if ((error as Error).name !== 'StateMachineTypeNotSupported') throw error;
      return { executions: [] };
    });
  }

  listStateMachines(input: ListStateMachinesInput) {
    return this.#sfn.listStateMachines(input);
  }

  async listTagsForResource(input: ListTagsForResourceInput) {
    return (await this.#sfn.listTagsForResource?.(input)) ?? {};
  }

  async #read(arn: ExpressArn): Promise<{ readonly execution: string; readonly events: readonly SdkEvent[] }> {
    const wanted = formatArn(arn);
    const group = await this.#groupOf(machineOf(arn));
    const lines = group === undefined ? [] : await this.#lines(group, wanted);
    const events = new Map<string, SdkEvent[]>();
    for (const line of lines) {
      const read = readLoggedEvent(line);
      if (read === undefined || !(read.execution === wanted || read.execution.startsWith(`${wanted}:`))) continue;
      events.set(read.execution, [...(events.get(read.execution) ?? []), read.event]);
    }
    const newest = [...events]
      .map(([execution, own]) => ({ execution, events: own.toSorted((a, b) => Number(a.id) - Number(b.id)) }))
      .sort((a, b) => Number(b.events[0]?.timestamp) - Number(a.events[0]?.timestamp));
    return newest[0] ?? { execution: wanted, events: [] };
  }

  /** The group in which an Express machine logs every event. Fails where it does not. */
  #groupOf(stateMachineArn: string): Promise<string | undefined> {
    const known = this.#groups.get(stateMachineArn);
    if (known !== undefined) return known;
    const found = this.#sfn.describeStateMachine({ stateMachineArn }).then(({ type, loggingConfiguration }) => {
      if (type !== 'EXPRESS') return undefined;
      const arn = loggingConfiguration?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
      const isWhole = loggingConfiguration?.level === 'ALL' && loggingConfiguration.includeExecutionData === true;
      if (arn !== undefined && isWhole) return arn.split(':')[6];
      throw new TaskerClientError(
        'UNPROCESSABLE_ENTITY',
        'An Express execution leaves no history but its log, and its state machine does not log all events with their data. ' +
          'Deploy it with "logExecutionData", or as a Standard state machine.',
      );
    });
    const group = found.catch((error: unknown) => {
      this.#groups.delete(stateMachineArn);
      if ((error as Error).name === 'StateMachineDoesNotExist') return undefined;
      throw error;
    });
    this.#groups.set(stateMachineArn, group);
    return group;
  }

  async #lines(logGroupName: string, execution: string): Promise<readonly string[]> {
    const logs = await this.#logs();
    const lines: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await logs.filterLogEvents({
        logGroupName,
        filterPattern: `"${execution}"`,
        ...(nextToken !== undefined && { nextToken }),
      });
      lines.push(...(page.events ?? []).flatMap(({ message }) => message ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return lines;
  }
}

function expressIn(executionArn: string | undefined): ExpressArn | undefined {
  const arn = parseArn(executionArn ?? '');
  return arn?.kind === 'express' ? arn : undefined;
}

function machineOf({ partition, region, account, machine }: ExpressArn): string {
  return formatArn({ kind: 'stateMachine', partition, region, account, machine });
}

function refuseExpress(executionArn: string | undefined, what: keyof typeof WITHOUT): void {
  if (expressIn(executionArn) === undefined) return;
  throw new TaskerClientError('UNPROCESSABLE_ENTITY', `An Express task cannot be ${what}. ${WITHOUT[what]}`);
}
