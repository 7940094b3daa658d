import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { StateMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import { readEvent } from '../../states-language/read-event.ts';
import { readMachineComment } from '../../contract/machine-comment.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import { executionArn, expressArn } from './arns.ts';
import { BoundedCache } from './bounded-cache.ts';
import { Definitions, type DefinedExecution } from './definitions.ts';
import { hasDistributedMap } from '../../states-language/distributed-maps.ts';
import { childStatesOf } from '../../states-language/inline-children.ts';
import { ENDS, ExecutionHistory, type HistorySource } from './execution-history.ts';
import type { ViewOptions } from '../view/execution-view.ts';
import { joinedEvents } from './joined-events.ts';
import { childHistories } from './child-histories.ts';
import type { ChildHistory } from '../view/view-execution.ts';
import { indexMachine } from '../view/index-machine.ts';
import { parseJson } from '../parse-json.ts';
import { RunningView } from './running-view.ts';
import type { SdkEvent } from './sdk-event.ts';
import { continuationOf, runOf, TaskRuns } from './task-runs.ts';
import type { StateMachines } from './state-machines.ts';
import type { StepFunctions } from './step-functions.ts';
import type { EndStatus } from '../view/step-progress.ts';
import { taskSteps } from '../view/step-view.ts';
import { belongsTo, isTaskId } from '../requests/task-id.ts';
import { readRequest } from '../requests/read-request.ts';
import type { TaskExecution, TaskExecutionRun } from '../responses/task-response.ts';
import { TaskerClientError } from '../tasker-client-error.ts';
import { isRefusal } from './translate-error.ts';
import { wholeMachine, type WholeMachine } from './whole-machine.ts';

/** How much is remembered of tasks that have ended, in characters of JSON. */
const REMEMBERED_CHARS = 32_000_000;

/** Tasks that run of which what has been read is kept. */
const MOST_RUNNING = 100;

/** A task that has ended, and when: once it is redriven it ends at another time. */
interface EndedTask {
  readonly stopDate: number;
  readonly task: TaskExecution;
}

/** What is behind a task, to be viewed with `viewExecution`. */
export interface TaskRecord {
  /** The definition that its execution runs, with those of parts that run in executions of their own in their places. */
  readonly definition: StateMachine;
  /** Its history so far, oldest event first, with those of its parts in it. Events of types that are not known are left out. */
  readonly events: readonly HistoryEvent[];
  /** The histories of its child executions, in which the workers of large batches run. @default none */
  readonly children?: readonly ChildHistory[];
}

/** So many characters an ARN may have. AWS: "DescribeExecution". */
const LONGEST_ARN = 256;

/** Finds a task's execution and reads all there is to know of it. A task that has ended is read once; of one that runs, what is new. */
export class TaskReader {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #machines: StateMachines;
  readonly #definitions: Definitions;
  readonly #runs: TaskRuns;
  readonly #source: HistorySource;
  readonly #running = new BoundedCache<RunningView>(MOST_RUNNING);
  readonly #ended = new BoundedCache<EndedTask>(REMEMBERED_CHARS);

  constructor(sfn: () => Promise<StepFunctions>, machines: StateMachines) {
    this.#sfn = sfn;
    this.#machines = machines;
    this.#definitions = new Definitions(sfn);
    this.#runs = new TaskRuns(sfn);
    this.#source = { sfn, definitionOf: (execution) => this.#definitions.of(execution) };
  }

  /**
   * Describes the execution that stands for a task as it is now: the last one, where the task was repaired.
   *
   * @param id A task's id, or the ARN of any execution of it.
   */
  async describe(id: string): Promise<DescribeExecutionOutput> {
    return this.#runs.latest(await this.describeRun(id));
  }

  /** Describes one execution of a task. @param id A task's id, which is the name of its first one, or an ARN. */
  async describeRun(id: string): Promise<DescribeExecutionOutput> {
    const sfn = await this.#sfn();
    let refused: Error | undefined;
    for (const arn of await this.#candidates(id)) {
      if (arn.length > LONGEST_ARN) continue;
      try {
        return await sfn.describeExecution({ executionArn: arn });
      } catch (error) {
        if (isRefusal(error)) refused = error as Error;
        // An id that can be no execution's is refused as an invalid ARN.
        else if (!['ExecutionDoesNotExist', 'InvalidArn'].includes((error as Error).name)) throw error;
      }
    }
    // It may be in one that is not for us to see.
    if (refused !== undefined) throw refused;
    const shown = id.length > LONGEST_ARN ? `${id.slice(0, 40)}…` : id;
    throw new TaskerClientError('NOT_FOUND', `There is no task "${shown}".`);
  }

  /** The executions of a task before one of them, oldest first: see `TaskRuns`. */
  async earlier(execution: DescribeExecutionOutput): Promise<readonly DescribeExecutionOutput[]> {
    return this.#runs.earlier(execution);
  }

  /** What is remembered of a task that ended at that time. */
  remembered(arn: string | undefined, stopDate: Date | undefined): TaskExecution | undefined {
    const found = this.#ended.get(arn ?? '');
    return found !== undefined && found.stopDate === stopDate?.getTime() ? found.task : undefined;
  }

  /** The machine of a task's execution, and its template. Fails with `NOT_FOUND` when the execution runs no task. */
  async machineOf(
    execution: DefinedExecution,
  ): Promise<{ readonly machine: StateMachine; readonly identity: TemplateIdentity }> {
    const machine = await this.#definitions.of(execution);
    const { identity } = indexMachine(machine);
    if (identity !== undefined) return { machine, identity };
    throw new TaskerClientError('NOT_FOUND', `The execution "${execution.executionArn ?? ''}" runs no task.`);
  }

  /** Reads a task: its request, and its steps from the history. With inputs it is read anew, and not remembered. */
  async read(execution: DescribeExecutionOutput, options: ViewOptions = {}): Promise<TaskExecution> {
    const arn = execution.executionArn as string;
    const isWhole = options.keepsInput === undefined;
    const known = isWhole && hasEnded(execution) ? this.remembered(arn, execution.stopDate) : undefined;
    if (known !== undefined) return known;
    const { machine, identity } = await this.machineOf(execution);
    const read = await this.#readRun(machine, execution, options);
    const { view, lastType } = read;
    const startDate = execution.startDate as Date;
    const updatedAt = read.lastAt ?? startDate;
    const { status, output, error, cause } = execution;
    const stopDate = hasEnded(execution) ? (execution.stopDate ?? updatedAt) : undefined;
    if (stopDate !== undefined) view.end({ status: status as EndStatus, stopDate, output, cause });
    const { task: origin, run } = runOf(execution);
    const stands = { run, arn, status: status as string, startedAt: startDate.toISOString() };
    const task: TaskExecution = {
      id: origin.id,
      arn,
      identity,
      status: status as string,
      request: requestOf(execution),
      startedAt: origin.started_at,
      updatedAt: (stopDate ?? updatedAt).toISOString(),
      ...(stopDate !== undefined && { stoppedAt: stopDate.toISOString() }),
      ...(execution.redriveStatus === 'REDRIVABLE' && { redrivable: true }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
      ...(run > 1 && { runs: [...read.before, withRepair(stands, execution, stopDate)] }),
      ...taskSteps(view.steps()),
      ...(run > 1 && (await this.#formerSteps(machine, execution, options))),
    };
    // The history may lag behind the status: it is whole once it tells of the end.
    if (isWhole && execution.stopDate !== undefined && hasEnded(execution) && ENDS.has(lastType ?? '')) {
      this.#ended.set(arn, { stopDate: execution.stopDate.getTime(), task }, JSON.stringify(task).length);
    }
    return task;
  }

  /** The steps of earlier runs that the machine of this one does not have: the template was changed in between. */
  async #formerSteps(
    machine: StateMachine,
    execution: DescribeExecutionOutput,
    options: ViewOptions,
  ): Promise<Pick<TaskExecution, 'former'>> {
    const earlier = await this.#runs.earlier(execution);
    const names = stepNames(machine);
    const others = await Promise.all(earlier.map(async (run) => stepNames((await this.machineOf(run)).machine)));
    const before = earlier.at(-1);
    if (before === undefined || others.every((each) => [...each].every((name) => names.has(name)))) return {};
    const { steps, former = [] } = await this.read(before, options);
    return { former: [...former, ...steps].filter(({ name, template = name }) => !names.has(template)) };
  }

  /** What the history of a run tells, and of the runs before it: of one that is known already, what is new. */
  async #readRun(
    machine: StateMachine,
    execution: DescribeExecutionOutput,
    options: ViewOptions,
  ): Promise<RunningView> {
    const arn = execution.executionArn as string;
    const isKept = options.keepsInput === undefined && !hasEnded(execution);
    const sfn = await this.#sfn();
    const running = isKept ? this.#running.get(arn) : undefined;
    await running?.update(sfn);
    if (running?.isCurrent === true) return running;
    const read = await this.#begin(machine, execution, options);
    await read.take(sfn);
    if (isKept) this.#running.set(arn, read, 1);
    return read;
  }

  /** A run whose history has been read, and is to be taken; those before it are. */
  async #begin(machine: StateMachine, latest: DescribeExecutionOutput, options: ViewOptions): Promise<RunningView> {
    const earlier = await this.#runs.earlier(latest);
    const before = earlier.map((run) => {
      const { executionArn: arn = '', status = '', startDate = new Date(0), stopDate } = run;
      return withRepair({ run: runOf(run).run, arn, status, startedAt: startDate.toISOString() }, run, stopDate);
    });
    const history = await this.#historyOf(machine, latest);
    const sfn = await this.#sfn();
    const read = new RunningView(await this.#whole(machine, history), history, { ...options, before });
    for (const run of earlier) {
      goOn(read, run, await this.#historyOf((await this.machineOf(run)).machine, run));
      await read.take(sfn);
      const { status, stopDate, output, cause } = run;
      if (stopDate !== undefined) read.view.end({ status: status as EndStatus, stopDate, output, cause });
    }
    if (earlier.length > 0) goOn(read, latest, history);
    return read;
  }

  /** What has happened in an execution so far, and in those that run parts of its task. */
  async #historyOf(machine: StateMachine, { executionArn = '' }: DescribeExecutionOutput): Promise<ExecutionHistory> {
    const history = new ExecutionHistory(executionArn, machine, this.#source);
    await history.refresh();
    return history;
  }

  /** A machine with the parts that an execution has started, and the others as they would be started now. */
  async #whole(machine: StateMachine, history: ExecutionHistory): Promise<WholeMachine> {
    return wholeMachine(
      machine,
      async (part) => history.definitionOf(part) ?? (await this.#machines.partDefinition(part)),
    );
  }

  /** The definition that a task's execution runs, and its whole history. */
  async record(execution: DescribeExecutionOutput): Promise<TaskRecord> {
    const { machine } = await this.machineOf(execution);
    const history = await this.#historyOf(machine, execution);
    const { definition, parts } = await this.#whole(machine, history);
    const events = joinedEvents(history, parts);
    const runs = events.flatMap((event) =>
      event.type === 'MapRunStarted' ? (event.mapRunStartedEventDetails.mapRunArn ?? []) : [],
    );
    const children = runs.length === 0 ? [] : await childHistories(runs, await this.#sfn());
    return {
      definition,
      events,
      ...(children.length > 0 && {
        children: children.map((child) => ({ ...child, events: knownEvents(child.events) })),
      }),
    };
  }

  /** When something of a task last happened, as `updatedAt` of what {@link read} makes of it. */
  async lastChange(execution: DescribeExecutionOutput): Promise<string> {
    const { stopDate, executionArn } = execution;
    const begun = execution.startDate as Date;
    if (hasEnded(execution) && stopDate !== undefined) return stopDate.toISOString();
    const { machine } = await this.machineOf(execution);
    // What happens in the parts of a task, and in child executions, does not show in the history of its own execution.
    if (childStatesOf(machine).length > 0 || hasDistributedMap(machine)) return (await this.read(execution)).updatedAt;
    const sfn = await this.#sfn();
    const { events = [] } = await sfn.getExecutionHistory({ executionArn, reverseOrder: true, maxResults: 1 });
    return (events[0]?.timestamp ?? begun).toISOString();
  }

  /** The ARNs under which a task may be found. An id of ours tells its machine; any other may be of any. */
  async #candidates(id: string): Promise<readonly string[]> {
    if (id.startsWith('arn:')) return this.#machines.mayRun(id) ? [id] : [];
    const machines = isTaskId(id)
      ? await this.#machines.arnsWhere((name) => belongsTo(id, name))
      : (await this.#machines.all()).map((machine) => machine.stateMachineArn);
    // Of an id of ours the machine is known: it costs one call to see that it is no Express machine.
    const express = isTaskId(id) ? machines.map((arn) => expressArn(arn, id)) : [];
    return [...machines.map((arn) => executionArn(arn, id)), ...express];
  }
}

/** The steps of a machine's template, those of its parts too. */
function stepNames(machine: StateMachine): ReadonlySet<string> {
  const { steps } = readMachineComment(machine.Comment) ?? indexMachine(machine);
  return new Set(steps.map(({ name }) => name));
}

function knownEvents(events: readonly SdkEvent[]): readonly HistoryEvent[] {
  return events.flatMap((event) => readEvent(event) ?? []);
}

/** Lets a view know what was done before a run, which has been told what came of all before it. */
function goOn(read: RunningView, run: DescribeExecutionOutput, history: ExecutionHistory): void {
  read.goOn(continuationOf(run), history);
}

function withRepair(
  run: TaskExecutionRun,
  execution: DescribeExecutionOutput,
  stopDate: Date | undefined,
): TaskExecutionRun {
  const repair = continuationOf(execution)?.repair;
  return {
    ...run,
    ...(stopDate !== undefined && { stoppedAt: stopDate.toISOString() }),
    ...(repair !== undefined && { repair }),
  };
}

/** Whether an execution has come to an end, whatever it was. */
export function hasEnded({ status }: Pick<DescribeExecutionOutput, 'status'>): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}

/** The request with which an execution was started, where it was one: it may have been started with anything. */
export function requestOf({ input }: DescribeExecutionOutput): TaskRequest {
  return readRequest(parseJson(input ?? ''));
}
