import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DescribeExecutionOutput,
  ExecutionListItem,
  StartExecutionInput,
  StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import { isPrefix, PREFIX_RULE, type TemplateIdentity } from '../contract/state-machine-name.ts';
import { readMachineComment, type RequestRules } from '../contract/machine-comment.ts';
import { traceHeaderOf } from '../contract/trace-context.ts';
import type { TaskTypes } from '../contract/task-types.ts';
import type { JsonObject } from '../json.ts';
import { executionArn, machineNameOf } from './aws/arns.ts';
import {
  checkRequestSize,
  fillRequest,
  writeInput,
  type FullTaskRequest,
  type NewTask,
  type NewTaskOf,
} from './requests/fill-request.ts';
import { readArn } from '../states-language/arn.ts';
import type { StateMachine } from '../states-language/types.ts';
import { connectLogs } from './logs/cloud-watch-logs.ts';
import type { TaskLogLine } from './logs/log-line.ts';
import { type LogFilter, TaskLogs } from './logs/task-logs.ts';
import { checkRequest } from './requests/check-request.ts';
import { differences } from './requests/differences.ts';
import { listExecutions, paginate, searchRequests, type ListOptions, type TaskFilter } from './aws/list-tasks.ts';
import { mapWithLimit } from './aws/map-with-limit.ts';
import { StateMachines, type DeployedTemplate } from './aws/state-machines.ts';
import { PatientStepFunctions } from './aws/patient-step-functions.ts';
import { connectLazily, type StepFunctions } from './aws/step-functions.ts';
import { makeStepResponses, type StepResponseOf } from './responses/step-response.ts';
import type { StepPage } from './responses/step-page.ts';
import { isTaskId, makeStepId, makeTaskId } from './requests/task-id.ts';
import { makeStepAudit, type StepAuditResponse } from './responses/audit-response.ts';
import { hasEnded, requestOf, TaskReader, type TaskRecord } from './aws/task-reader.ts';
import { Repairs } from './repair/repairs.ts';
import type { StepCompletionOptions, StepRepairOptions, TaskRepair } from './repair/plan-repair.ts';
import { runOf } from './aws/task-runs.ts';
import { ExpressStepFunctions } from './express/express-step-functions.ts';
import { ResultPlaces } from './aws/result-places.ts';
import { makeTaskResponse, type TaskExecution, type TaskResponse } from './responses/task-response.ts';
import type {
  CreateOptions,
  GetStepOptions,
  Health,
  TaskerClientOptions,
  TaskList,
  TaskViews,
  WaitOptions,
} from './tasker-client-options.ts';
import type { DeadLetter, DeadLetterUpdate } from './dead-letters/dead-letter.ts';
import type { DeadLetterStats } from './dead-letters/dead-letter-stats.ts';
import { type DeadLetterFilter, type DeadLetterQueueFilter, DeadLetters } from './dead-letters/dead-letters.ts';
import type { InvestigationEntry } from './dead-letters/investigation-queue.ts';
import type { TaskStaleness } from './dead-letters/staleness.ts';
import { noStep } from './no-step.ts';
import { TaskerClientError } from './tasker-client-error.ts';
import { translateError } from './aws/translate-error.ts';
import type { ViewOptions } from './view/execution-view.ts';
import { createdSteps, type StepView } from './view/step-view.ts';
import { viewExecution } from './view/view-execution.ts';

/** Between two looks at a task; the pause grows, since DescribeExecution allows 15 calls a second. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Step Functions may not find at once what it has just started. */
const FOUND_WITHIN_MS = 5_000;

/** A stopped execution shows as such within moments. */
const STOPPED_WITHIN_MS = 5_000;

/**
 * Creates, reads and cancels tasks, in the requests and responses of Tasker's REST API, on Step Functions alone: what is
 * known of a task is read from its execution. Every failure is a {@link TaskerClientError}.
 *
 * @example
 * ```ts
 * import { TaskerClient } from 'tasker-sfn/client';
 * const client = new TaskerClient({ connection: { region: 'eu-central-1' } });
 * const task = await client.createTask({ namespace: 'shop', name: 'checkout', context: { cart: 7 } });
 * const done = await client.waitForTask(task.task_uuid, { timeoutMs: 60_000 });
 * console.log(done.status, done.completion_percentage);
 * ```
 */
export class TaskerClient {
  readonly #sfn: () => Promise<StepFunctions>;
  readonly #now: () => number;
  readonly #uuid: () => string;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #machines: StateMachines;
  readonly #reader: TaskReader;
  readonly #deadLetters: DeadLetters;
  readonly #logs: TaskLogs;
  readonly #repairs: Repairs;

  constructor(options: TaskerClientOptions = {}) {
    const { sfn, prefix } = options;
    if (prefix !== undefined && !isPrefix(prefix)) {
      throw new TaskerClientError('BAD_REQUEST', `The prefix "${prefix}" cannot be used. ${PREFIX_RULE}.`);
    }
    const connect = sfn === undefined ? connectLazily(options.connection ?? {}) : async () => sfn;
    const { random = Math.random } = options;
    const { logs } = options;
    const connectToLogs = logs === undefined ? connectLogs(options.connection ?? {}) : async () => logs;
    let wrapped: Promise<StepFunctions> | undefined;
    this.#sfn = () =>
      (wrapped ??= connect().then(
        (calls) => new ExpressStepFunctions(new PatientStepFunctions(calls, this.#sleep, random), connectToLogs),
      ));
    this.#now = options.now ?? Date.now;
    this.#uuid = options.uuid ?? randomUUID;
    this.#sleep = options.sleep ?? ((ms) => sleep(ms));
    this.#machines = new StateMachines(this.#sfn, { templates: options.templates, prefix }, this.#now);
    this.#reader = new TaskReader(this.#sfn, this.#machines);
    this.#logs = new TaskLogs(this.#sfn, connectToLogs);
    const places = new ResultPlaces(this.#sfn, options.connection);
    this.#deadLetters = new DeadLetters(this.#sfn, this.#machines, this.#reader, { now: this.#now, prefix, places });
    this.#repairs = new Repairs(this.#sfn, this.#reader, { now: this.#now, sleep: this.#sleep, places });
  }

  /**
   * Starts a task. Of a task that exists already it fails with `CONFLICT`, and the error's `taskId` tells which; of an
   * idempotency key that belongs to a task with another request with `UNPROCESSABLE_ENTITY`; of a request that is above 256 KiB,
   * or too large beside the results of the steps, with `PAYLOAD_TOO_LARGE`; of numbers that JSON does not carry exactly with `BAD_REQUEST`.
   *
   * With the types that `tasker-sfn generate types` makes of a template, `createTask<OrderTask>({…})`, its names and its context are checked.
   */
  async createTask<Context extends object = JsonObject>(
    task: NewTask<Context>,
    options?: CreateOptions,
  ): Promise<TaskResponse>;
  async createTask<Task extends TaskTypes>(task: NewTaskOf<Task>, options?: CreateOptions): Promise<TaskResponse>;
  async createTask(
    task: NewTask<object>,
    { identity = 'strict', traceparent }: CreateOptions = {},
  ): Promise<TaskResponse> {
    return this.#translated(async () => {
      checkRequest(task);
      const request = fillRequest(task, this.#now(), this.#uuid);
      const input = writeInput(request);
      const arn = await this.#machines.arnOf(request);
      const name = makeTaskId(machineNameOf(arn), request, identity, this.#uuid);
      // Read first: once the task has started, nothing else may fail.
      const definition = await this.#machines.definition(arn);
      checkRequestSize(input, definition);
      const started = await this.#start({ stateMachineArn: arn, name, input, ...traceOf(traceparent) }).catch(
        async (error: unknown) => {
          if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
          throw await this.#duplicate(executionArn(arn, name), request, error);
        },
      );
      // The service may not yet find an execution that it has just started, so the answer is made from the request.
      const startedAt = (started.startDate as Date).toISOString();
      return makeTaskResponse({
        id: name,
        arn: started.executionArn ?? executionArn(arn, name),
        identity: request,
        status: 'RUNNING',
        request,
        startedAt,
        updatedAt: startedAt,
        steps: createdSteps(viewExecution({ definition, events: [] })),
      });
    });
  }

  /**
   * What a template asks of requests, as its deployed state machine carries it: `createTask` does not judge contexts, who calls it
   * may. `{}` of a template that asks nothing, and of a machine that was not deployed by `TaskerWorkflow` or `tasker-sfn`; a
   * schema of more than 64 KiB is not carried.
   */
  async requestRulesOf(template: Pick<NewTask, 'namespace' | 'name' | 'version'>): Promise<RequestRules> {
    return this.#translated(async () => {
      const { namespace = 'default', name, version = '1.0.0' } = template;
      const arn = await this.#machines.arnOf({ namespace, name, version });
      return readMachineComment((await this.#machines.definition(arn)).Comment)?.rules ?? {};
    });
  }

  /** Reads a task. @param id Its id, or the ARN of its execution; so in all methods. */
  async getTask(id: string): Promise<TaskResponse> {
    return this.#translated(async () => makeTaskResponse(await this.#read(id)));
  }

  /**
   * Reads a task as its execution stands, with every attempt and wait of its steps: what timelines and reports are made of.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * const { steps } = await new TaskerClient().viewTask('some-id');
   * for (const { name, history } of steps) console.log(name, history.map(({ waitedMs }) => waitedMs));
   * ```
   */
  async viewTask(id: string, options: ViewOptions = {}): Promise<TaskExecution> {
    return this.#translated(async () => this.#reader.read(await this.#reader.describe(id), options));
  }

  /**
   * What is behind a task: the definition that its execution runs, and the whole history so far. Of a task of 25,000 events that
   * is 25 calls to Step Functions. Where parts of it run in executions of their own, both are as if they did not.
   *
   * @example
   * ```ts
   * import { TaskerClient, viewExecution } from 'tasker-sfn/client';
   * const { definition, events } = await new TaskerClient().readExecution('some-id');
   * console.log(events.length, viewExecution({ definition, events }));
   * ```
   */
  async readExecution(id: string): Promise<TaskRecord> {
    return this.#translated(async () => this.#reader.record(await this.#reader.describe(id)));
  }

  /**
   * Reads what the functions of a task have logged, oldest line first: the lines of the runtime and of your loggers, what handlers wrote to
   * the console, and what Lambda says of a run that it ended. They come from CloudWatch Logs, which shows a line some seconds after it was written. A task of
   * 100 runs costs some seven calls; which log groups to look in, the tags of the state machine tell.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * for (const line of await new TaskerClient().readLogs('some-id', { step: 'charge' })) {
   *   console.log(line.timestamp, line.attempt, line.level, line.message, line.fields);
   * }
   * ```
   */
  async readLogs(id: string, filter: LogFilter = {}): Promise<readonly TaskLogLine[]> {
    return this.#translated(async () => {
      const execution = await this.#reader.describe(id);
      return this.#logs.read(await this.#reader.read(execution), execution.stateMachineArn ?? '', filter);
    });
  }

  /**
   * When something of a task last happened: ISO 8601, as `updated_at` has it. Costs two calls to Step Functions, however long the history
   * is; of a task that has parts in executions of their own, one more for each part that runs.
   */
  async lastChangeOf(id: string): Promise<string> {
    return this.#translated(async () => this.#reader.lastChange(await this.#reader.describe(id)));
  }

  /** The templates of which tasks can be made, each with its state machine: in the order of names and versions. */
  async listTemplates(): Promise<readonly DeployedTemplate[]> {
    return this.#translated(async () => {
      const keyOf = ({ namespace, name, version }: DeployedTemplate) => `${namespace}/${name}@${version}`;
      return (await this.#machines.all()).toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), 'en', { numeric: true }));
    });
  }

  /** The definition that new tasks of a template run. Fails with `NOT_FOUND` of a template that is not deployed. */
  async definitionOf({ namespace, name, version }: TemplateIdentity): Promise<StateMachine> {
    return this.#translated(async () =>
      this.#machines.definition(await this.#machines.arnOf({ namespace, name, version })),
    );
  }

  /**
   * Lists tasks, newest first. Each task on the page costs two calls to Step Functions; one that had ended when it was last
   * read costs none. Of each template the newest ten thousand tasks are counted, and `is_whole` of the pagination tells whether it has more. The filters `initiator` and `source_system` are not known to Step Functions: each task
   * that the other filters leave is described, and more than 500 of them are refused.
   */
  async listTasks(filter: TaskFilter = {}, options: ListOptions = {}): Promise<TaskList> {
    const { tasks, pagination } = await this.viewTasks(filter, options);
    return { tasks: tasks.map(makeTaskResponse), pagination };
  }

  /** Lists tasks as {@link TaskerClient.listTasks} does, at the same cost, each as {@link TaskerClient.viewTask} reads it. */
  async viewTasks(filter: TaskFilter = {}, options: ListOptions = {}): Promise<TaskViews> {
    return this.#translated(async () => {
      let isWhole = true;
      const onCut = () => void (isWhole = false);
      const listed = await listExecutions(await this.#sfn(), this.#machines, filter, { ...options, onCut });
      const found = await searchRequests(listed, filter, async (item) => {
        const known = this.#reader.remembered(item.executionArn, item.stopDate);
        return known?.request ?? requestOf(await this.#reader.describeRun(item.executionArn as string));
      });
      const { items, pagination } = paginate(found, filter, isWhole);
      return { tasks: await mapWithLimit(items, 5, (item) => this.#readListed(item)), pagination };
    });
  }

  /**
   * Reads a task's steps with attempts, times, results and errors. `Steps` gives each step's result its type. A task with a large
   * batch has a step for each worker: `page` names some of them.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * interface Results { readonly charge: { readonly payment_id: string }; readonly ship: { readonly parcel: string } }
   * for (const step of await new TaskerClient().listTaskSteps<Results>('some-id')) {
   *   if (step.name === 'charge') console.log(step.results?.result.payment_id);
   * }
   * ```
   */
  async listTaskSteps<Steps extends object = Record<string, JsonObject>>(
    id: string,
    page: StepPage = {},
  ): Promise<readonly StepResponseOf<Steps>[]> {
    return this.#translated(async () => makeStepResponses<Steps>(await this.#read(id), page));
  }

  /** Reads one step. @param step Its name, or its `step_uuid`. */
  async getStep<
    Steps extends object = Record<string, JsonObject>,
    Name extends keyof Steps & string = keyof Steps & string,
  >(id: string, step: Name, { inputs = false }: GetStepOptions = {}): Promise<StepResponseOf<Pick<Steps, Name>>> {
    return this.#translated(async () => {
      const execution = await this.#reader.describe(id);
      const { task: origin } = runOf(execution);
      const isIt = (name: string) => name === step || makeStepId(origin.id, name) === step;
      const task = await this.#reader.read(execution, inputs ? { keepsInput: isIt } : {});
      const steps = makeStepResponses<Pick<Steps, Name>>(task);
      const found = steps.find((one) => one.name === step || one.step_uuid === step);
      if (found !== undefined) return found;
      throw noStep(task, step);
    });
  }

  /** Stops a task. Handlers that run are not interrupted; what they return is lost. Fails with `BAD_REQUEST` after its end. */
  async cancelTask(id: string, reason = 'Cancelled on request'): Promise<TaskResponse> {
    return this.#translated(async () => {
      const execution = await this.#reader.describe(id);
      if (hasEnded(execution)) {
        throw new TaskerClientError('BAD_REQUEST', `The task has ended (${execution.status}) and cannot be cancelled.`);
      }
      const arn = execution.executionArn as string;
      await this.#reader.machineOf(execution);
      const sfn = await this.#sfn();
      await sfn.stopExecution({ executionArn: arn, error: 'TaskCancelled', cause: reason });
      return makeTaskResponse(await this.#reader.read(await this.#ended(arn, STOPPED_WITHIN_MS)));
    });
  }

  /**
   * Lets Step Functions go on with a task that has ended without being complete, from the states that did not succeed: what is
   * done stays done. Fails with `BAD_REQUEST` and the service's reason where it cannot, as of a task that runs or is complete.
   */
  async redriveTask(id: string): Promise<TaskResponse> {
    return this.#translated(async () => {
      const execution = await this.#reader.describe(id);
      const { redriveStatus, redriveStatusReason, status = '' } = execution;
      if (redriveStatus !== 'REDRIVABLE') {
        const reason = redriveStatusReason ?? `its execution is ${status}.`;
        throw new TaskerClientError('BAD_REQUEST', `The task cannot be redriven: ${reason}`);
      }
      const arn = execution.executionArn as string;
      await this.#reader.machineOf(execution);
      const sfn = await this.#sfn();
      await sfn.redriveExecution({ executionArn: arn });
      return makeTaskResponse(await this.#read(arn));
    });
  }

  /**
   * Repairs a task that has ended without being complete, and lets it go on: in another execution of its state machine, which runs what
   * was reset and what waited for the steps, and nothing that was done. The task keeps its id; who waits for it, reads or lists it sees it
   * as it goes on. Several things done at once are one continuation, and so are several calls at once: one goes on with the task, and the
   * others fail with `CONFLICT`.
   *
   * Fails with `CONFLICT` of a task that runs, with `BAD_REQUEST` of one that is complete, of a step that cannot become what is asked, and
   * without a name and a reason, and with `NOT_FOUND` of a step that the task has not. Whether a result is as the step's `result_schema`
   * says is for who calls to judge: see `requestRulesOf`.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * const client = new TaskerClient();
   * const actions = [
   *   { step: 'charge_card', action: 'complete_manually', result: { payment_id: 'pay_7' } },
   *   { step: 'send_receipt', action: 'reset_for_retry' },
   * ] as const;
   * await client.repairTask('some-id', { by: 'ada', reason: 'The bank had charged it.', actions });
   * console.log((await client.waitForTask('some-id')).status);
   * ```
   */
  async repairTask(id: string, repair: TaskRepair): Promise<TaskResponse> {
    return this.#translated(async () => {
      const execution = await this.#reader.describe(id);
      const started = await this.#repairs.start(execution, repair);
      return makeTaskResponse(await this.#reader.read(started));
    });
  }

  /** Lets a failed step run again, with attempts that begin anew, from its last checkpoint: see {@link TaskerClient.repairTask}. */
  async resetStep(id: string, step: string, { by, reason }: StepRepairOptions): Promise<TaskResponse> {
    return this.repairTask(id, { by, reason, actions: [{ step, action: 'reset_for_retry' }] });
  }

  /** Settles a step without a result, so that those that follow it run: see {@link TaskerClient.repairTask}. */
  async resolveStep(id: string, step: string, { by, reason }: StepRepairOptions): Promise<TaskResponse> {
    return this.repairTask(id, { by, reason, actions: [{ step, action: 'resolve_manually' }] });
  }

  /** Completes a step with a result of the operator's: see {@link TaskerClient.repairTask}. */
  async completeStep(
    id: string,
    step: string,
    { by, reason, result, metadata }: StepCompletionOptions,
  ): Promise<TaskResponse> {
    const given = { result, ...(metadata !== undefined && { metadata }) };
    return this.repairTask(id, { by, reason, actions: [{ step, action: 'complete_manually', ...given }] });
  }

  /**
   * The `result_schema` of a step, as the machine carries it that new tasks of the template run: by it an operator's result is judged.
   * Undefined of a step that has none, and of machines that do not carry it: see {@link TaskerClient.requestRulesOf}.
   */
  async resultSchemaOf(id: string, step: string): Promise<JsonObject | undefined> {
    return this.#translated(async () => {
      const { id: taskId, identity, steps } = await this.#read(id);
      const { resultSchemas = {} } = await this.requestRulesOf(identity);
      const found = findStep(taskId, steps, step);
      const name = found?.template ?? found?.name ?? '';
      return Object.hasOwn(resultSchemas, name) ? resultSchemas[name] : undefined;
    });
  }

  /** What is kept of a step: the ends of its attempts, and what operators did, the oldest first. @param step Its name, or its `step_uuid`. */
  async getStepAuditHistory(id: string, step: string): Promise<readonly StepAuditResponse[]> {
    return this.#translated(async () => {
      const task = await this.#read(id);
      const found = findStep(task.id, [...task.steps, ...(task.former ?? [])], step);
      if (found !== undefined) return makeStepAudit(task, found);
      throw noStep(task, step);
    });
  }

  /** {@link TaskerClient.getStepAuditHistory} of all steps of a task, those that its template has lost before a repair too: the oldest first. */
  async getTaskAuditHistory(id: string): Promise<readonly StepAuditResponse[]> {
    return this.#translated(async () => {
      const task = await this.#read(id);
      const records = [...task.steps, ...(task.former ?? [])].flatMap((step) => makeStepAudit(task, step));
      return records.sort((a, b) => Date.parse(a.recorded_at) - Date.parse(b.recorded_at));
    });
  }

  /** Waits until a task has ended, whether well or not. */
  async waitForTask(id: string, { timeoutMs = Infinity }: WaitOptions = {}): Promise<TaskResponse> {
    return this.#translated(async () => makeTaskResponse(await this.#reader.read(await this.#ended(id, timeoutMs))));
  }

  /**
   * Lists dead letters: the tasks that failed, timed out or were aborted, those that ended last first. Each on the page costs a call to
   * Step Functions, and one to the bucket of notes. With `resolution_status` all are read until the page is full; where 500 have not
   * filled it, and there are more, it fails with `BAD_REQUEST`.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * const letters = await new TaskerClient().listDeadLetters({ resolution_status: 'pending' });
   * for (const { task_uuid, dlq_reason, task_snapshot } of letters) console.log(task_uuid, dlq_reason, task_snapshot.repair);
   * ```
   */
  async listDeadLetters(filter: DeadLetterFilter = {}, options: ListOptions = {}): Promise<readonly DeadLetter[]> {
    return this.#translated(async () => this.#deadLetters.list(filter, options));
  }

  /** Reads the dead letter of a task. Fails with `NOT_FOUND` of a task that is none. */
  async getDeadLetter(id: string): Promise<DeadLetter> {
    return this.#translated(async () => this.#deadLetters.get(id));
  }

  /**
   * Keeps what an operator says of a dead letter; it changes nothing of the task. Fails with `UNPROCESSABLE_ENTITY` where the state
   * machine has no results bucket to keep it in.
   *
   * @param id The id of the entry, which is that of the task.
   */
  async updateDeadLetter(id: string, update: DeadLetterUpdate): Promise<DeadLetter> {
    return this.#translated(async () => this.#deadLetters.update(id, update));
  }

  /** Counts dead letters by their reason. More than 500 are refused with `BAD_REQUEST`. */
  async deadLetterStats(options: ListOptions = {}): Promise<readonly DeadLetterStats[]> {
    return this.#translated(async () => this.#deadLetters.stats(options));
  }

  /**
   * The dead letters that nobody has dealt with, the most urgent first: by Tasker's number for their reason, and the minutes since. Each
   * is read, as {@link TaskerClient.listDeadLetters} does; more than 500 are refused with `BAD_REQUEST`.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * const [first] = await new TaskerClient().listInvestigationQueue({ limit: 1 });
   * console.log(first?.task_uuid, first?.dlq_reason, first?.priority_score);
   * ```
   */
  async listInvestigationQueue(
    filter: DeadLetterQueueFilter = {},
    options: ListOptions = {},
  ): Promise<readonly InvestigationEntry[]> {
    return this.#translated(async () => this.#deadLetters.investigationQueue(filter, options));
  }

  /**
   * The tasks that run and how long they have been in their state, before any is a dead letter: the stale ones first, then those that
   * have come to 80 % of the threshold of their template's `lifecycle`. Each costs two calls to Step Functions; one that is too young to be
   * more than healthy is read only where there is room for it. More than 500 older ones are refused with `BAD_REQUEST`.
   *
   * @example
   * ```ts
   * import { TaskerClient } from 'tasker-sfn/client';
   * const late = (await new TaskerClient().listStaleness()).filter(({ health_status }) => health_status !== 'healthy');
   * for (const { task_uuid, current_state, time_in_state_minutes } of late) console.log(task_uuid, current_state, time_in_state_minutes);
   * ```
   */
  async listStaleness(
    filter: DeadLetterQueueFilter = {},
    options: ListOptions = {},
  ): Promise<readonly TaskStaleness[]> {
    return this.#translated(async () => this.#deadLetters.staleness(filter, options));
  }

  /** Whether Step Functions answers. */
  async health(): Promise<Health> {
    return this.#translated(async () => {
      await this.#machines.check();
      return { status: 'healthy', timestamp: new Date(this.#now()).toISOString() };
    });
  }

  /** Of a task that ended as it is listed nothing needs to be asked again. */
  async #readListed({ executionArn, stopDate }: ExecutionListItem): Promise<TaskExecution> {
    const known = this.#reader.remembered(executionArn, stopDate);
    return known ?? this.#reader.read(await this.#reader.describeRun(executionArn as string));
  }

  async #read(id: string): Promise<TaskExecution> {
    return this.#reader.read(await this.#reader.describe(id));
  }

  async #ended(id: string, timeoutMs: number): Promise<DescribeExecutionOutput> {
    const begun = this.#now();
    const deadline = begun + timeoutMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const mayBeNew = isTaskId(id) && this.#now() - begun < FOUND_WITHIN_MS;
      const execution = await this.#reader.describe(id).catch((error: unknown) => {
        if (mayBeNew && error instanceof TaskerClientError && error.code === 'NOT_FOUND') return undefined;
        throw error;
      });
      if (execution !== undefined && hasEnded(execution)) return execution;
      const left = deadline - this.#now();
      if (left <= 0) throw new TaskerClientError('TIMEOUT', `The task "${id}" still runs.`, { taskId: id });
      await this.#sleep(Math.min(pause, left));
    }
  }

  async #start(input: StartExecutionInput): Promise<StartExecutionOutput> {
    const sfn = await this.#sfn();
    return sfn.startExecution(input);
  }

  /** Why a task that exists already is not made again. A key stands for one request: another one under it is a mistake. */
  async #duplicate(arn: string, request: FullTaskRequest, cause: unknown): Promise<TaskerClientError> {
    const { name: taskId } = readArn(arn, 'execution');
    if (request.idempotency_key !== undefined) {
      const sfn = await this.#sfn();
      const differing = differences(requestOf(await sfn.describeExecution({ executionArn: arn })), request);
      if (differing.length > 0) {
        const message = `The idempotency key "${request.idempotency_key}" belongs to the task "${taskId}", whose request differs in: ${differing.join(', ')}.`;
        return new TaskerClientError('UNPROCESSABLE_ENTITY', message, { cause, taskId });
      }
    }
    return new TaskerClientError('CONFLICT', `A task with this identity already exists: "${taskId}".`, {
      cause,
      taskId,
    });
  }

  async #translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translateError(error);
    }
  }
}

/** Of what is no `traceparent` nothing is said: a trace is no reason to refuse a task. */
function traceOf(traceparent = ''): Pick<StartExecutionInput, 'traceHeader'> {
  const traceHeader = traceHeaderOf(traceparent);
  return traceHeader === undefined ? {} : { traceHeader };
}

function findStep(taskId: string, steps: readonly StepView[], step: string): StepView | undefined {
  return steps.find(({ name }) => name === step || makeStepId(taskId, name) === step);
}
