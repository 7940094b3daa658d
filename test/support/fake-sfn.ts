import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ExecutionRedriveStatus,
  ExecutionStatus,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  HistoryEvent as SdkEvent,
  ListExecutionsInput,
  ListExecutionsOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  RedriveExecutionInput,
  RedriveExecutionOutput,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
  Tag,
} from '@aws-sdk/client-sfn';
import type { StateMachine } from '../../lib/states-language/types.ts';
import type { StepFunctions } from '../../lib/client/aws/step-functions.ts';
import type { HistoryEvent } from '../../lib/states-language/history.ts';

interface FakeExecution {
  readonly arn: string;
  readonly machine: string;
  readonly definition: StateMachine;
  readonly updateDate: Date;
  readonly name: string;
  readonly input: string;
  readonly startDate: Date;
  events: readonly HistoryEvent[];
  status: ExecutionStatus;
  redriveStatus?: ExecutionRedriveStatus;
  redriveStatusReason?: string;
  stopDate?: Date;
  output?: string;
  error?: string | undefined;
  cause?: string | undefined;
}

const PREFIX = 'arn:aws:states:eu-central-1:123456789012';

/**
 * Step Functions as far as the client needs it, in memory. Executions run nothing: a test records what has happened to
 * them. Answers come in pages of `pageSize`.
 */
export class FakeStepFunctions implements StepFunctions {
  readonly calls: { readonly name: keyof StepFunctions; readonly input: unknown }[] = [];
  readonly executions = new Map<string, FakeExecution>();
  readonly #machines = new Map<string, StateMachine>();
  /** When a machine got the definition that it has. */
  readonly #updated = new Map<string, Date>();
  readonly #failures = new Map<keyof StepFunctions, Error>();
  pageSize = 1000;
  /** Gives histories oldest first, whatever it is asked for. */
  ignoresOrder = false;
  /** Of every machine. */
  tags: Tag[] = [];
  /** Seconds since 1970; every execution starts a second after the one before. */
  time = 0;

  deploy(name: string, definition: StateMachine): string {
    const arn = `${PREFIX}:stateMachine:${name}`;
    this.#machines.set(arn, definition);
    this.#updated.set(arn, new Date(this.time * 1000));
    return arn;
  }

  /** Every call of this name fails from now on. */
  failOn(name: keyof StepFunctions, error: Error | string): void {
    this.#failures.set(name, typeof error === 'string' ? awsError(error) : error);
  }

  /** Records what has happened to an execution. */
  record(arn: string, happened: Partial<Omit<FakeExecution, 'arn'>>): void {
    Object.assign(this.#execution(arn), happened);
  }

  async startExecution(input: StartExecutionInput): Promise<StartExecutionOutput> {
    this.#called('startExecution', input);
    const { stateMachineArn, name = 'generated', input: text = '{}' } = input;
    const definition = this.#machine(stateMachineArn);
    const arn = executionArn(stateMachineArn!, name);
    const existing = this.executions.get(arn);
    if (existing?.status === 'RUNNING' && existing.input === text) {
      return { executionArn: arn, startDate: existing.startDate };
    }
    if (existing !== undefined) throw awsError('ExecutionAlreadyExists');
    const startDate = new Date(++this.time * 1000);
    const started = {
      ...{ id: 1, previousEventId: 0, timestamp: this.time, type: 'ExecutionStarted' as const },
      executionStartedEventDetails: { input: text },
    };
    this.executions.set(arn, {
      arn,
      machine: stateMachineArn!,
      definition,
      updateDate: this.#updated.get(stateMachineArn!)!,
      name,
      input: text,
      startDate,
      events: [started],
      status: 'RUNNING',
    });
    return { executionArn: arn, startDate };
  }

  async stopExecution(input: StopExecutionInput): Promise<StopExecutionOutput> {
    this.#called('stopExecution', input);
    const stopDate = new Date(++this.time * 1000);
    const { executionArn = '', error, cause } = input;
    this.record(executionArn, { status: 'ABORTED', stopDate, error, cause });
    return { stopDate };
  }

  async listTagsForResource(input: ListTagsForResourceInput): Promise<ListTagsForResourceOutput> {
    this.#called('listTagsForResource', input);
    return { tags: this.tags };
  }

  async redriveExecution(input: RedriveExecutionInput): Promise<RedriveExecutionOutput> {
    this.#called('redriveExecution', input);
    const { executionArn = '' } = input;
    delete this.#execution(executionArn).stopDate;
    this.record(executionArn, { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' });
    return { redriveDate: new Date(++this.time * 1000) };
  }

  async describeExecution(input: DescribeExecutionInput): Promise<DescribeExecutionOutput> {
    this.#called('describeExecution', input);
    const {
      arn,
      machine,
      name,
      input: text,
      startDate,
      stopDate,
      status,
      output,
      error,
      cause,
      redriveStatus,
      redriveStatusReason,
    } = this.#execution(input.executionArn);
    return {
      executionArn: arn,
      stateMachineArn: machine,
      name,
      input: text,
      startDate,
      stopDate,
      status,
      output,
      error,
      cause,
      redriveStatus,
      redriveStatusReason,
    };
  }

  async describeStateMachine(input: DescribeStateMachineInput): Promise<DescribeStateMachineOutput> {
    this.#called('describeStateMachine', input);
    const definition = JSON.stringify(this.#machine(input.stateMachineArn));
    return { stateMachineArn: input.stateMachineArn, definition } as DescribeStateMachineOutput;
  }

  async describeStateMachineForExecution(input: DescribeExecutionInput) {
    this.#called('describeStateMachineForExecution', input);
    const { machine, definition, updateDate } = this.#execution(input.executionArn);
    const described = { stateMachineArn: machine, definition: JSON.stringify(definition), updateDate };
    return described as unknown as DescribeStateMachineOutput & { updateDate: Date };
  }

  async getExecutionHistory(input: GetExecutionHistoryInput): Promise<GetExecutionHistoryOutput> {
    this.#called('getExecutionHistory', input);
    const { events: all } = this.#execution(input.executionArn);
    const { page, nextToken } = this.#page(
      input.reverseOrder === true && !this.ignoresOrder ? all.toReversed() : all,
      input,
    );
    const events = page.map((event) => ({ ...event, timestamp: new Date(event.timestamp * 1000) }));
    return { events: events as unknown as SdkEvent[], nextToken };
  }

  async listExecutions(input: ListExecutionsInput): Promise<ListExecutionsOutput> {
    this.#called('listExecutions', input);
    const found = [...this.executions.values()]
      .filter((one) => one.machine === input.stateMachineArn)
      .filter((one) => input.statusFilter === undefined || one.status === input.statusFilter)
      .reverse();
    const { page, nextToken } = this.#page(found, input);
    const executions = page.map(({ arn, machine, name, status, startDate, stopDate }) => ({
      executionArn: arn,
      stateMachineArn: machine,
      name,
      status,
      startDate,
      stopDate,
    }));
    return { executions, nextToken };
  }

  async listStateMachines(input: ListStateMachinesInput): Promise<ListStateMachinesOutput> {
    this.#called('listStateMachines', input);
    const { page, nextToken } = this.#page([...this.#machines.keys()], input);
    const stateMachines = page.map((arn) => ({
      stateMachineArn: arn,
      name: arn.split(':')[6],
      type: 'STANDARD' as const,
      creationDate: new Date(0),
    }));
    return { stateMachines, nextToken };
  }

  /** How often a call of this name was made. */
  count(name: keyof StepFunctions): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  #called(name: keyof StepFunctions, input: unknown): void {
    this.calls.push({ name, input });
    const failure = this.#failures.get(name);
    if (failure !== undefined) throw failure;
  }

  #machine(arn: string | undefined): StateMachine {
    const machine = this.#machines.get(arn ?? '');
    if (machine === undefined) throw awsError('StateMachineDoesNotExist');
    return machine;
  }

  #execution(arn: string | undefined): FakeExecution {
    const execution = this.executions.get(arn ?? '');
    if (execution === undefined) throw awsError('ExecutionDoesNotExist');
    return execution;
  }

  #page<T>(items: readonly T[], { maxResults = 100, nextToken }: { maxResults?: number; nextToken?: string }) {
    const from = Number(nextToken ?? 0);
    const to = from + Math.min(maxResults, this.pageSize);
    return { page: items.slice(from, to), nextToken: to < items.length ? String(to) : undefined };
  }
}

/** An error as the AWS SDK throws it. */
export function awsError(name: string, message = `${name} happened`): Error {
  return Object.assign(new Error(message), { name });
}

export function executionArn(stateMachineArn: string, name: string): string {
  return `${PREFIX}:execution:${stateMachineArn.split(':')[6]}:${name}`;
}
