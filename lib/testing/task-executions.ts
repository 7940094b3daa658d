import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bindMachines, definitionsOf, wholeDefinition } from '../asl/child-machines.ts';
import {
  ExecutionView,
  type HistoryEvent,
  type StepView,
  type TaskExecution,
  type TaskRepair,
} from '../client/index.ts';
import { fitContinuation } from '../client/repair/fit-continuation.ts';
import { planRepair } from '../client/repair/plan-repair.ts';
import { indexMachine } from '../client/view/index-machine.ts';
import { JoinedHistory } from '../client/view/joined-history.ts';
import { taskSteps } from '../client/view/step-view.ts';
import type { CompiledWorkflow } from '../compile.ts';
import { renderReport } from '../console/report.ts';
import type { Continuation } from '../contract/continuation.ts';
import { runName } from '../contract/run-name.ts';
import type { JsonObject } from '../json.ts';
import { startExecution, type Clock, type Execution, type ExecutionOutcome, type TaskInvoker } from '../local/index.ts';
import type { BusEvent, LogRecord, ResultStore } from '../runtime/index.ts';
import { checkResult } from '../schema/check-context.ts';
import { pictureOf } from '../viz/picture.ts';
import type { HostedHandlers } from './host-handlers.ts';
import { parkedObjects } from './parked-objects.ts';
import { notePaths } from './paths.ts';
import type { StepMock } from './step-mock.ts';
import { stepsByName, type RepairOptions, type TaskRun } from './task-run.ts';
import { noteRun } from './test-log.ts';
import { withSourceLines } from './source-lines.ts';
import { unpark, unparkResults } from './unpark-results.ts';

/** What a task is run with, over all its executions. */
export interface TaskMeans {
  /** Path of the template. */
  readonly template: string;
  /** The folder from which paths are. */
  readonly from: string;
  readonly workflow: CompiledWorkflow;
  readonly request: JsonObject;
  readonly invoke: TaskInvoker;
  readonly clock: Clock;
  readonly seed: number;
  readonly results: ResultStore;
  /** Handlers in processes of their own, which run as long as an execution does. */
  readonly hosted: HostedHandlers | undefined;
  /** What handlers have logged, and what events have been published in this process: filled by others. */
  readonly logs: readonly LogRecord[];
  readonly events: BusEvent[];
  /** Puts mocks in the place of those before. @throws Error about one that is wrong */
  readonly mock: (mocks: Readonly<Record<string, StepMock | undefined>>) => void;
}

/** The executions of a task under test: the one with which it begins, and those in which it goes on after a repair. */
export class TaskExecutions {
  readonly #means: TaskMeans;
  readonly #view: ExecutionView;
  readonly #runs: NonNullable<TaskExecution['runs']>[number][] = [];
  #task: Continuation['task'] | undefined;

  constructor(means: TaskMeans) {
    this.#means = means;
    this.#view = new ExecutionView(wholeDefinition(means.workflow), { keepsInput: () => true });
  }

  /** Runs the task to its end; with a continuation, from there on. */
  async run(continues?: Continuation): Promise<TaskRun> {
    const { hosted, events } = this.#means;
    const before = new Map(this.#view.steps().map(({ name, history }) => [name, history.length]));
    if (continues !== undefined) this.#view.goOn(continues);
    await hosted?.start();
    try {
      const { execution, outcome } = await this.#execute(continues);
      events.push(...((await hosted?.events()) ?? []));
      const task = this.#taskOf(execution, outcome, continues);
      const ran = task.steps.filter(({ name, history }) => history.length > (before.get(name) ?? 0));
      return await this.#runOf(task, outcome, execution.history, ran);
    } finally {
      await hosted?.stop();
    }
  }

  async #execute(
    continues: Continuation | undefined,
  ): Promise<{ readonly execution: Execution; readonly outcome: ExecutionOutcome }> {
    const { workflow, request, invoke, clock, seed, results } = this.#means;
    const joined = new JoinedHistory(definitionsOf(workflow));
    const show = (event: HistoryEvent, part?: string) => {
      const shown = joined.add(event, part);
      if (shown !== undefined) this.#view.apply(shown);
    };
    const children: Execution[] = [];
    const execution = startExecution({
      ...bindMachines(workflow),
      ...(continues !== undefined && { name: runName(continues.task.id, continues.run) }),
      input: continues === undefined ? request : { ...request, continues: continues as unknown as JsonObject },
      invoke,
      clock,
      seed,
      objects: parkedObjects(results),
      onChildExecution: (child) => {
        children.push(child);
      },
      onEvent: (event) => {
        show(event);
      },
      onNestedEvent: show,
    });
    const outcome = await execution.finished;
    for (const { arn, history } of children) for (const event of history) this.#view.apply(event, arn);
    return { execution, outcome };
  }

  /** The task as it stands, as the client would read it. */
  #taskOf({ arn }: Execution, outcome: ExecutionOutcome, continues: Continuation | undefined): TaskExecution {
    const { workflow, request } = this.#means;
    const [startedAt, stoppedAt] = [isoOf(outcome.startDate), isoOf(outcome.stopDate)];
    this.#task ??= { id: arn.slice(arn.lastIndexOf(':') + 1), arn, started_at: startedAt };
    const { run = 1, repair } = continues ?? {};
    this.#runs.push({ run, arn, status: outcome.status, startedAt, stoppedAt, ...(repair && { repair }) });
    const { namespace, name, version } = workflow.template;
    return {
      id: this.#task.id,
      arn,
      identity: { namespace: namespace.value, name: name.value, version: version.value },
      status: outcome.status,
      request,
      startedAt: this.#task.started_at,
      updatedAt: stoppedAt,
      stoppedAt,
      ...(run > 1 && { runs: [...this.#runs] }),
      steps: this.#view.steps().map(withSourceLines),
      ...(outcome.error !== undefined && { error: outcome.error }),
      ...(outcome.cause !== undefined && { cause: outcome.cause }),
    };
  }

  async #runOf(
    task: TaskExecution,
    outcome: ExecutionOutcome,
    history: readonly HistoryEvent[],
    ran: readonly StepView[],
  ): Promise<TaskRun> {
    const { template, from, workflow, results, logs, events } = this.#means;
    notePaths(template, task.steps);
    const { steps, output } = await unparkResults(task.steps, outcome.output, (result) => unpark(result, results));
    const logged = [...logs];
    const report: TaskRun['report'] = (path, { redact = false } = {}) => {
      const picture = pictureOf(workflow.plan, new Map(steps.map((step) => [step.name, step])));
      const page = {
        task: { ...task, ...taskSteps(steps) },
        now: outcome.stopDate,
        redact,
        picture,
        logs: linesOf(logged),
      };
      writeFileSync(resolve(from, path), renderReport(page));
    };
    noteRun((file) => {
      report(file);
    });
    return {
      status: outcome.status,
      output,
      error: outcome.error,
      cause: outcome.cause,
      steps: stepsByName(
        steps.map((step) => ({ ...step, logs: logged.filter((record) => record.step === step.name) })),
      ),
      ran: ran.map(({ name }) => name),
      elapsed: outcome.stopDate - Date.parse(task.startedAt),
      history,
      events: [...events],
      report,
      repair: async (actions, options) => this.run(await this.#planned(task, actions, options)),
    };
  }

  /** With what the task goes on. */
  async #planned(
    task: TaskExecution,
    actions: TaskRepair['actions'],
    { by = 'a test', reason = 'A test repairs the task.', mocks = {} }: RepairOptions = {},
  ): Promise<Continuation> {
    const { workflow, request, clock, results, mock } = this.#means;
    const origin = this.#task;
    if (origin === undefined || task.arn !== this.#runs.at(-1)?.arn) {
      throw new Error('This run was repaired before, and the task has gone on since. Repair the run that came of it.');
    }
    const run = this.#runs.length;
    const view = { ...task, ...taskSteps(task.steps) };
    const plan = planRepair(
      { view, task: origin, run, restarts: run - 1 },
      { by, reason, actions },
      isoOf(clock.now()),
    );
    for (const action of actions) refuseBadResult(workflow, action);
    mock(mocks);
    return fitContinuation(plan, {
      request,
      budget: indexMachine(workflow.definition).budget,
      findPlace: () => Promise.resolve({ write: (key, text) => results.put(key, text) }),
    });
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Refuses what the API refuses. */
function refuseBadResult({ template }: CompiledWorkflow, repair: TaskRepair['actions'][number]): void {
  if (repair.action !== 'complete_manually') return;
  const schema = template.steps.find(({ name }) => name.value === repair.step)?.resultSchema;
  const violations = schema === undefined ? [] : checkResult(schema.value, repair.result);
  if (violations.length > 0) {
    throw new Error(`The result_schema of the step "${repair.step}" is not met: ${violations.join(' ')}`);
  }
}

/** What handlers logged, by step, a line for each record. */
function linesOf(records: readonly LogRecord[]): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const { step, level, message, ...fields } of records) {
    const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
    const name = String(step);
    lines.set(name, [...(lines.get(name) ?? []), `${level} ${message}${rest}`]);
  }
  return lines;
}
