import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DescribeExecutionOutput,
  ExecutionListItem,
  SendTaskFailureInput,
  SendTaskFailureOutput,
  SendTaskHeartbeatInput,
  SendTaskHeartbeatOutput,
  SendTaskSuccessInput,
  SendTaskSuccessOutput,
  SFNClientConfig,
  StateMachineListItem,
} from '@aws-sdk/client-sfn';
import { TaskerClientError, type DeployedTemplate, type HistoryEvent, type StateMachine } from '../../client/index.ts';
import { executionArn, machineNameOf } from '../../client/aws/arns.ts';
import { BoundedCache } from '../../client/aws/bounded-cache.ts';
import { Definitions } from '../../client/aws/definitions.ts';
import { paginate } from '../../client/aws/list-tasks.ts';
import type { Pagination } from '../../client/index.ts';
import { connectLazily, type StepFunctions } from '../../client/aws/step-functions.ts';
import { translateError } from '../../client/aws/translate-error.ts';
import { parseJson } from '../../client/parse-json.ts';
import { indexMachine } from '../../client/view/index-machine.ts';
import { viewStates } from '../../client/view/view-states.ts';
import { readArn } from '../../states-language/arn.ts';
import { readEvent } from '../../states-language/read-event.ts';
import type { MachineRun, ShownRun } from '../shown-run.ts';

/** The calls that this makes: those of the client, and the answers to tokens. */
export interface MachineCalls extends StepFunctions {
  sendTaskSuccess(input: SendTaskSuccessInput): Promise<SendTaskSuccessOutput>;
  sendTaskFailure(input: SendTaskFailureInput): Promise<SendTaskFailureOutput>;
  sendTaskHeartbeat(input: SendTaskHeartbeatInput): Promise<SendTaskHeartbeatOutput>;
}

/** A state machine that runs no template. */
export interface OtherMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** ISO 8601; absent where the service does not tell. */
  readonly createdAt?: string;
}

/** An execution as it is listed: no call tells more of many at once. */
export interface ListedExecution {
  readonly arn: string;
  readonly name: string;
  readonly machine: string;
  readonly status: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
}

/** What somebody answers a token with. */
export type TokenAnswer =
  | { readonly kind: 'success'; readonly output: string }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string }
  | { readonly kind: 'heartbeat' };

/** How long a list of machines is taken for the current one, in ms. */
const FRESH_MS = 10_000;
/** Executions that one call lists, and those of a machine that are listed. */
const LISTED_AT_ONCE = 1000;
const PER_PAGE = 50;
/** Machines whose executions are listed together: each costs a call. */
const MOST_MACHINES = 25;
/** How much is remembered of executions that have ended, in characters of JSON. */
const REMEMBERED_CHARS = 16_000_000;
/** The ends of names that our machines have, and some others. */
const LIKE_OURS = /-(?:\d+_\d+_\d+|[0-9a-f]{8})$/;

/** The state machines of an account that run no template, and their executions: any definition, whoever wrote it. */
export class OtherMachines {
  readonly #connect: () => Promise<MachineCalls>;
  readonly #templates: () => Promise<readonly DeployedTemplate[]>;
  readonly #definitions: Definitions;
  readonly #ended = new BoundedCache<ShownRun>(REMEMBERED_CHARS);
  /** Machines of other environments run templates too. */
  readonly #ours = new Map<string, boolean>();
  #listed: { readonly at: number; readonly machines: Promise<readonly OtherMachine[]> } | undefined;

  /** @param templates Which machines run templates. */
  constructor(connect: () => Promise<MachineCalls>, templates: () => Promise<readonly DeployedTemplate[]>) {
    this.#connect = connect;
    this.#templates = templates;
    this.#definitions = new Definitions(connect);
  }

  /** Connects at the first call. */
  static over(connection: SFNClientConfig, templates: () => Promise<readonly DeployedTemplate[]>): OtherMachines {
    // The SDK's client answers all calls of Step Functions.
    return new OtherMachines(connectLazily(connection) as () => Promise<MachineCalls>, templates);
  }

  /** By name. @param isFresh Whether those are wanted that have just been created, too. */
  async list(isFresh = false): Promise<readonly OtherMachine[]> {
    if (isFresh || this.#listed === undefined || Date.now() - this.#listed.at > FRESH_MS) {
      const machines = translated(async () => this.#list());
      machines.catch(() => (this.#listed = undefined));
      this.#listed = { at: Date.now(), machines };
    }
    return this.#listed.machines;
  }

  /** Whether an execution is of such a machine. @param id The ARN of an execution, or what is none. */
  async isExecution(id: string): Promise<boolean> {
    const name = machineNameOf(id);
    return name !== '' && (await this.list()).some((machine) => machine.name === name);
  }

  /** Fails with `NOT_FOUND` of a machine that is not there, or runs a template. */
  async machine(arn: string): Promise<OtherMachine & { readonly definition: StateMachine }> {
    const isIt = (machine: OtherMachine) => machine.arn === arn;
    const found = (await this.list()).find(isIt) ?? (await this.list(true)).find(isIt);
    if (found === undefined) throw new TaskerClientError('NOT_FOUND', `There is no other state machine "${arn}".`);
    const definition = await translated(async () => this.#definitionOf(arn));
    return { ...found, definition };
  }

  /** The executions of a machine, or of all, newest first. Those of Express machines are in their logs alone. */
  async executions(
    machine: string | undefined,
    page: number,
  ): Promise<{ readonly executions: readonly ListedExecution[]; readonly pagination: Pagination }> {
    return translated(async () => {
      const machines = (await this.list()).filter(
        ({ arn, type }) => type === 'STANDARD' && (machine === undefined || arn === machine),
      );
      const sfn = await this.#connect();
      const found: ListedExecution[] = [];
      for (const { arn, name } of machines.slice(0, MOST_MACHINES)) {
        const { executions = [] } = await sfn.listExecutions({ stateMachineArn: arn, maxResults: LISTED_AT_ONCE });
        found.push(...executions.map((execution) => listedOf(execution, name)));
      }
      found.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
      const { items: executions, pagination } = paginate(found, { page, per_page: PER_PAGE });
      return { executions, pagination };
    });
  }

  /** An execution as it stands, with its states for steps. */
  async view(arn: string): Promise<ShownRun> {
    return translated(async () => {
      const sfn = await this.#connect();
      const execution = await sfn.describeExecution({ executionArn: arn });
      const key = `${arn} ${String(execution.stopDate?.getTime())}`;
      const known = this.#ended.get(key);
      if (known !== undefined) return known;
      const definition = await this.#definitions.of(execution);
      const events = await this.#eventsOf(arn, sfn);
      const run = runOf(execution, definition, events);
      if (run.stoppedAt !== undefined) this.#ended.set(key, run, JSON.stringify(events).length);
      return run;
    });
  }

  /** When something of an execution last happened: ISO 8601. */
  async lastChangeOf(arn: string): Promise<string> {
    return translated(async () => {
      const sfn = await this.#connect();
      const { stopDate } = await sfn.describeExecution({ executionArn: arn });
      if (stopDate !== undefined) return stopDate.toISOString();
      const { events = [] } = await sfn.getExecutionHistory({ executionArn: arn, reverseOrder: true, maxResults: 1 });
      return `${String(events[0]?.id)} ${events[0]?.timestamp?.toISOString() ?? ''}`;
    });
  }

  /** Starts an execution; its ARN. @param name Undefined: one that the service gives. */
  async start(machine: string, input: string, name: string | undefined): Promise<string> {
    return translated(async () => {
      const sfn = await this.#connect();
      const started = await sfn.startExecution({
        stateMachineArn: (await this.machine(machine)).arn,
        input,
        ...(name !== undefined && { name }),
      });
      return started.executionArn ?? executionArn(machine, name ?? '');
    });
  }

  async cancel(arn: string, reason: string): Promise<void> {
    await translated(async () => {
      const sfn = await this.#connect();
      await sfn.stopExecution({ executionArn: arn, error: 'Cancelled', cause: reason });
      await stopped(arn, sfn);
    });
  }

  async redrive(arn: string): Promise<void> {
    await translated(async () => (await this.#connect()).redriveExecution({ executionArn: arn }));
  }

  /** Tells a task that waits how it went, or that it is still under way. Fails with `BAD_REQUEST` where nothing waits for the token. */
  async answer(taskToken: string, answer: TokenAnswer): Promise<void> {
    await translated(async () => {
      const sfn = await this.#connect();
      try {
        if (answer.kind === 'success') await sfn.sendTaskSuccess({ taskToken, output: answer.output });
        else if (answer.kind === 'heartbeat') await sfn.sendTaskHeartbeat({ taskToken });
        else await sfn.sendTaskFailure({ taskToken, error: answer.error, cause: answer.cause });
      } catch (error) {
        const { name, message } = error as Error;
        if (!['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken', 'InvalidOutput'].includes(name)) throw error;
        throw new TaskerClientError('BAD_REQUEST', `${message.replace(/\.$/, '')} (${name}).`, { cause: error });
      }
    });
  }

  async #list(): Promise<readonly OtherMachine[]> {
    const sfn = await this.#connect();
    const templates = new Set((await this.#templates()).map(({ stateMachineArn }) => stateMachineArn));
    const found: OtherMachine[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.listStateMachines({ maxResults: 1000, ...(nextToken !== undefined && { nextToken }) });
      for (const machine of page.stateMachines ?? []) {
        if (templates.has(machine.stateMachineArn ?? '') || (await this.#isOurs(machine))) continue;
        const { stateMachineArn: arn = '', name = '', type, creationDate } = machine;
        const createdAt = creationDate?.toISOString();
        found.push({ arn, name, type: type ?? 'STANDARD', ...(createdAt !== undefined && { createdAt }) });
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  async #isOurs({ name = '', stateMachineArn: arn = '' }: StateMachineListItem): Promise<boolean> {
    if (!LIKE_OURS.test(name)) return false;
    const known = this.#ours.get(arn);
    if (known !== undefined) return known;
    const isOurs = indexMachine(await this.#definitionOf(arn)).identity !== undefined;
    this.#ours.set(arn, isOurs);
    return isOurs;
  }

  async #definitionOf(arn: string): Promise<StateMachine> {
    const { definition = '' } = await (await this.#connect()).describeStateMachine({ stateMachineArn: arn });
    return JSON.parse(definition) as StateMachine;
  }

  async #eventsOf(arn: string, sfn: MachineCalls): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.getExecutionHistory({
        executionArn: arn,
        maxResults: 1000,
        ...(nextToken !== undefined && { nextToken }),
      });
      events.push(...(page.events ?? []).flatMap((event) => readEvent(event) ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return events;
  }
}

/** A stopped execution shows as such within moments. */
async function stopped(arn: string, sfn: MachineCalls): Promise<void> {
  for (let pause = 50; pause < 2_000; pause *= 2) {
    if ((await sfn.describeExecution({ executionArn: arn })).status !== 'RUNNING') return;
    await sleep(pause);
  }
}

function listedOf(execution: ExecutionListItem, machine: string): ListedExecution {
  const { executionArn: arn = '', name = '', status = '', startDate, stopDate } = execution;
  return {
    ...{ arn, name, machine, status },
    startedAt: (startDate ?? new Date(0)).toISOString(),
    ...(stopDate !== undefined && { stoppedAt: stopDate.toISOString() }),
  };
}

function runOf(
  execution: DescribeExecutionOutput,
  definition: StateMachine,
  events: readonly HistoryEvent[],
): ShownRun {
  const { executionArn: arn = '', stateMachineArn = '', status = '', startDate, stopDate } = execution;
  const { input, output, error, cause, redriveStatus } = execution;
  const states = viewStates(definition, events);
  const last = events.at(-1)?.timestamp;
  const startedAt = (startDate ?? new Date(0)).toISOString();
  const hasEnded = status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
  const machine: MachineRun = {
    arn: stateMachineArn,
    name: readArn(stateMachineArn, 'stateMachine').machine,
    ...{ definition, events, states },
    ...(input !== undefined && { input: parseJson(input) ?? input }),
    ...(output !== undefined && { output: parseJson(output) ?? output }),
  };
  return {
    id: arn,
    arn,
    identity: { namespace: '', name: machine.name, version: '' },
    status,
    request: {},
    startedAt,
    updatedAt: last === undefined ? startedAt : new Date(last * 1000).toISOString(),
    ...(hasEnded && stopDate !== undefined && { stoppedAt: stopDate.toISOString() }),
    ...(redriveStatus === 'REDRIVABLE' && { redrivable: true }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    steps: states.map(({ step }) => step),
    machine,
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateError(error);
  }
}
