import { setTimeout as sleep } from 'node:timers/promises';
import type { SFN } from '@aws-sdk/client-sfn';
import { wholeDefinition } from '../../asl/child-machines.ts';
import { machineNameOf as nameOfMachine } from '../../client/aws/arns.ts';
import { ExecutionHistory } from '../../client/aws/execution-history.ts';
import { RunningView } from '../../client/aws/running-view.ts';
import type { SdkEvent } from '../../client/aws/sdk-event.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { SentEvent } from '../../states-language/read-event.ts';
import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { PREFIX_VARIABLE, TASKS_ENDPOINT_VARIABLE } from '../../contract/started-templates.ts';
import { findStarted } from '../../project/index.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { LambdaHost, serveLambda, type Listening } from '../../local/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { childMachineName } from '../../contract/state-machine-name.ts';
import { lookUp } from '../../lookup.ts';
import { deployWorkflow, machineNameOf } from '../local/deploy-workflow.ts';
import { InvocationLogs } from '../local/invocation-logs.ts';
import { hostHandlers } from '../local/host-handlers.ts';
import { listenOrSay } from '../local/listen-or-say.ts';
import { regionOf } from '../local/region-of.ts';
import { localCredentials } from '../local/rest-api.ts';
import { temporaryResults } from '../local/results-folder.ts';
import { showProgress, type Progress } from './progress.ts';
import { eventsFile } from './run-events.ts';
import type { RunFlags } from './run-flags.ts';
import type { RunOutcome, RunResult } from './run-result.ts';
import type { RunTaskFlags } from './run-task.ts';
import { unparkRun } from './unpark-run.ts';

/** What a run elsewhere needs of the flags. */
export type RunAtEndpointFlags = Pick<
  RunFlags,
  'endpoint' | 'lambdaPort' | 'handlers' | 'bundling' | 'prefix' | 'verbose'
> &
  Pick<RunTaskFlags, 'keepsLogs'>;

/** Where engines look for Lambda when nobody tells them otherwise: SAM's port. */
const LAMBDA_PORT = 3001;
/** Between two looks at the history; the pause grows, so that a long task is not asked for too often. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Runs a task on another Step Functions engine: creates or changes its state machine there, starts it, and follows its
 * history to the end. The handlers run here, behind the Lambda API. There is no result when they cannot be bundled.
 */
export async function runAtEndpoint(
  workflow: CompiledWorkflow,
  request: TaskRequest,
  flags: RunAtEndpointFlags,
  io: CliIo,
): Promise<RunOutcome> {
  const { endpoint = '', lambdaPort, prefix, verbose = false, keepsLogs = false } = flags;
  const started = findStarted(workflow, { from: io.cwd });
  if (started.value === undefined) return { diagnostics: started.diagnostics, sources: [] };
  const workflows = [...started.value, workflow];
  const hosted = hostHandlers(workflows, flags, io);
  if (hosted.value === undefined) return { diagnostics: hosted.diagnostics, sources: [] };
  const { nameOf } = hosted.value;
  const deployed = hosted.value.workflows;
  const progress = showProgress(
    io,
    workflow.template.steps.map((step) => step.name.value),
    io,
  );
  const region = regionOf(io.env);
  const results = await temporaryResults();
  const events = eventsFile(results.url);
  const logs = new InvocationLogs(io);
  const host = new LambdaHost({
    functions: hosted.value.functions,
    environment: {
      [RESULTS_BUCKET_VARIABLE]: results.url,
      [TASKS_ENDPOINT_VARIABLE]: endpoint,
      ...(prefix !== undefined && { [PREFIX_VARIABLE]: prefix }),
      ...io.env,
      ...events.environment,
    },
    region,
    onLog: (name, log, event) => {
      if (verbose) progress.note(name, log.trimEnd());
      if (keepsLogs) logs.add(name, log, event);
    },
  });
  const server = await serveFunctions(host, lambdaPort, progress);
  try {
    const sfn = await connect(endpoint, region, io);
    const value = await whileReachable(endpoint, async () => {
      let stateMachineArn = '';
      for (const each of deployed) {
        const keys = new Map(each.functions.map(({ key, callable }) => [key, nameOf(callable)]));
        // The task's own comes last.
        stateMachineArn = await deployWorkflow(sfn, each, {
          functionOf: (key) => host.arnOf(keys.get(key) ?? key),
          prefix,
        });
      }
      const input = JSON.stringify(request);
      const { executionArn = '' } = await sfn.startExecution({ stateMachineArn, input });
      return follow(sfn, executionArn, { workflow: deployed.at(-1) ?? workflow, prefix }, progress, io);
    });
    const whole = { ...value, events: await events.read(), logs };
    return { value: await unparkRun(whole, results.url), diagnostics: [], sources: hosted.value.sources };
  } finally {
    progress.end();
    host.close();
    await server?.close();
    await results.remove();
  }
}

async function serveFunctions(
  host: LambdaHost,
  port: number | undefined,
  progress: Progress,
): Promise<Listening | undefined> {
  const start = () => serveLambda(host, { port: port ?? LAMBDA_PORT, report: (problem) => progress.note('', problem) });
  if (port !== undefined) return listenOrSay(start, port, '--lambda-port');
  try {
    return await start();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    progress.note('', `Port ${LAMBDA_PORT} is in use: what answers there runs the handlers.`);
    return undefined;
  }
}

async function connect(endpoint: string, region: string, { env }: CliIo): Promise<SFN> {
  const sdk = await import('@aws-sdk/client-sfn');
  const hasCredentials = Boolean(env['AWS_ACCESS_KEY_ID'] ?? env['AWS_PROFILE']);
  return new sdk.SFN({ endpoint, region, ...(!hasCredentials && { credentials: localCredentials() }) });
}

async function whileReachable<T>(endpoint: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = '', name, message } = error as NodeJS.ErrnoException;
    if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL'].includes(code)) {
      throw new UsageError(`Nothing answers at the endpoint "${endpoint}": ${message || code}.`, { cause: error });
    }
    if ('$metadata' in (error as object)) {
      throw new UsageError(`The endpoint "${endpoint}" refuses: ${name}: ${message}`, { cause: error });
    }
    throw error;
  }
}

/** What was deployed, and with which prefix. */
interface Deployed {
  readonly workflow: CompiledWorkflow;
  readonly prefix: string | undefined;
}

async function follow(
  sfn: SFN,
  executionArn: string,
  { workflow, prefix }: Deployed,
  progress: Progress,
  io: CliIo,
): Promise<Omit<RunResult, 'events' | 'logs'>> {
  const machine = machineNameOf(workflow.template, prefix);
  const parts = new Map(workflow.children.map(({ key, definition }) => [childMachineName(machine, key), definition]));
  const read = new ExecutionHistory(executionArn, workflow.definition, {
    sfn: async () => sfn,
    definitionOf: async ({ executionArn: part = '' }) => lookUp(parts, nameOfMachine(part)),
  });
  const history: SentEvent[] = [];
  const running = new RunningView({ definition: wholeDefinition(workflow), parts }, read, {
    onEvent: (event) => history.push(asOnTheWire(event)),
  });
  const { view } = running;
  const stopListening = io.onInterrupt(() => {
    // If this does not reach the engine, the second interrupt is what is left.
    sfn
      .stopExecution({ executionArn, error: 'Interrupted', cause: 'The user interrupted the run.' })
      .catch((error: unknown) => {
        progress.note('', `The execution could not be stopped: ${String(error)}`);
      });
  });
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const { status, startDate, stopDate, output, error, cause } = await sfn.describeExecution({ executionArn });
      const before = history.length;
      await running.update(sfn);
      if (history.length > before) {
        progress.update(view.steps());
        pause = FIRST_PAUSE_MS;
      }
      if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE' && status !== undefined) {
        return {
          status,
          executionArn,
          ...(output !== undefined && { output }),
          ...(error !== undefined && { error }),
          ...(cause !== undefined && { cause }),
          startedAt: Number(startDate),
          elapsed: Number(stopDate) - Number(startDate),
          steps: view.steps(),
          history,
        };
      }
      await sleep(pause);
    }
  } finally {
    stopListening();
  }
}

/** An event with its time in seconds, as the API tells it and as it is kept in files. */
function asOnTheWire(event: SdkEvent): SentEvent {
  return { ...event, timestamp: Number(event.timestamp) / 1000 };
}
