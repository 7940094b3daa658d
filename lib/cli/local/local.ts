import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  AwsError,
  FunctionLogs,
  lambdaEndpoint,
  LambdaHost,
  LocalStepFunctions,
  localTasks,
  realClock,
  s3Objects,
  serveLambda,
  serveStepFunctions,
  type Clock,
  type Listening,
  type OtherApi,
} from '../../local/index.ts';
import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { PREFIX_VARIABLE, TASKS_ENDPOINT_VARIABLE } from '../../contract/started-templates.ts';
import type { JsonValue } from '../../json.ts';
import { ExitCode } from '../exit-code.ts';
import { handlersIn } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { ChangeFeed } from '../../console/live/change-feed.ts';
import { answerWith } from './answer-with.ts';
import { callsOf, deployMachine, deployWorkflow, type WorkflowPlace } from './deploy-workflow.ts';
import { HandlerRecords } from './handler-records.ts';
import { InjectedFaults } from './injected-faults.ts';
import { listenOrSay } from './listen-or-say.ts';
import type { LoadedProject } from './load-project.ts';
import type { LocalFlags } from './local-flags.ts';
import { localTables } from './local-tables.ts';
import { readMocks } from './read-mocks.ts';
import { regionOf } from './region-of.ts';
import { load, reloadUntil } from './reload.ts';
import { makeRestApi, type DeployedWorkflow } from './rest-api.ts';
import { eventErrors } from '../run/handler-log.ts';
import { eventsEnvironment } from './events-file.ts';
import { openResultStore } from '../../runtime/results/open-result-store.ts';
import type { ResultStore } from '../../runtime/results/result-store.ts';
import { parkedObjects } from '../../testing/parked-objects.ts';
import { keptResults, temporaryResults } from './results-folder.ts';
import { firstOwnLine } from '../../languages/index.ts';
import { invokedStep } from './invoked-step.ts';
import { tellExecutions } from './tell-executions.ts';
import { welcomeJson, welcomeText, type DeployedMachine } from './welcome-text.ts';

/** Serves Step Functions, Lambda and the REST API for the templates of a project, until the user ends it. */
export async function local(flags: LocalFlags, io: CliIo): Promise<ExitCode> {
  const { value: project, diagnostics } = await load(flags, io);
  if (project !== undefined) return serve(project, flags, io);
  if (flags.json) printInvalid(diagnostics, io);
  return ExitCode.failed;
}

async function serve(project: LoadedProject, flags: LocalFlags, io: CliIo): Promise<ExitCode> {
  const report = (problem: string) => io.stderr.write(`${problem}\n`);
  const place = { host: flags.host, allowedHosts: flags.allowHost ?? [], report };
  const region = regionOf(io.env);
  const results = flags.data === undefined ? await temporaryResults() : keptResults(resolve(io.cwd, flags.data));
  // A bucket of the user's own is used as on AWS.
  const environment: Record<string, string | undefined> = {
    [RESULTS_BUCKET_VARIABLE]: results.url,
    ...(flags.prefix !== undefined && { [PREFIX_VARIABLE]: flags.prefix }),
    ...io.env,
    ...eventsEnvironment(flags.events, results.url, io),
  };
  const hosted = new Map(project.handlers.functions);
  const faults = new InjectedFaults(flags.prefix);
  const records = new HandlerRecords(io, faults.failNext);
  records.serve(hosted);
  const clock: Clock = realClock({ scale: flags.timeScale, holds: () => functions.isDebugged });
  const logs = new FunctionLogs(() => clock.now());
  const functions = new LambdaHost({
    functions: hosted,
    environment,
    region,
    codeRoot: io.cwd,
    onThrown: (...thrown) => {
      records.thrown(...thrown);
      if (flags.quiet !== true) tellLine(io, ...thrown);
    },
    onLog: (name, log, event) => {
      logs.add(name, log);
      records.logged(name, log, event);
      if (flags.verbose === true) io.stderr.write(log.replace(/^(?=.)/gm, `[${name}] `));
    },
    ...(flags.quiet !== true && flags.verbose !== true && { onOutput: tellEventErrors(io) }),
  });
  const changes = new ChangeFeed();
  const store = openResultStore(environment);
  const service = await openService(functions, { clock, faults, changes, store }, region, flags, io);
  const closers: (() => Promise<void> | void)[] = [
    () => changes.close(),
    () => service.close(),
    () => functions.close(),
    () => results.remove(),
  ];
  const open = async (start: () => Promise<Listening>, port: number, flag: string) => {
    const server = await listenOrSay(start, port, flag);
    closers.push(() => server.close());
    return server.url;
  };
  try {
    let deployed = await deployAll(project, functions, service, {
      prefix: flags.prefix,
      results: environment[RESULTS_BUCKET_VARIABLE],
    });
    const machines = await deployMachines(project, service);
    const lambdaUrl = await open(
      () => serveLambda(functions, { ...place, port: flags.lambdaPort }),
      flags.lambdaPort,
      '--lambda-port',
    );
    // Whoever is on this machine is its user; of others nobody knows.
    const token = isLoopback(flags.host) ? undefined : randomBytes(18).toString('base64url');
    // The API comes last to life: its first request loads it.
    let api: Promise<Awaited<ReturnType<typeof makeRestApi>>> | undefined;
    const others = answerWith(
      async () =>
        (
          await (api ??= makeRestApi({
            endpoint: url,
            region,
            deployed,
            environment,
            prefix: flags.prefix,
            console: { changes, workshop: records, ...(token !== undefined && { token }) },
          }))
        ).fetch,
    );
    const url = await open(
      () => serveStepFunctions(service, { ...place, port: flags.port, others, apis: { Logs_20140328: logsApi(logs) } }),
      flags.port,
      '--port',
    );
    // Handlers start with their first call, so they find it.
    environment[TASKS_ENDPOINT_VARIABLE] = url;
    const welcome = {
      url,
      lambdaUrl,
      region,
      deployed,
      machines,
      functions: hosted.size,
      handlers: handlersIn(flags),
      console: `${url}/${token === undefined ? '' : `?token=${token}`}`,
    };
    if (flags.json) printJson(welcomeJson(welcome), io);
    else io.stdout.write(welcomeText(welcome));
    const ended = interrupted(io);
    if (flags.watch !== true) await ended;
    else {
      const take = async (changed: LoadedProject) => {
        for (const [name, settings] of changed.handlers.functions) hosted.set(name, settings);
        records.serve(hosted);
        deployed = await deployAll(changed, functions, service, {
          prefix: flags.prefix,
          results: environment[RESULTS_BUCKET_VARIABLE],
        });
        await deployMachines(changed, service);
        api = undefined;
      };
      await reloadUntil(ended, project, take, flags, io);
    }
    return ExitCode.ok;
  } finally {
    await Promise.all(closers.map(async (close) => close()));
  }
}

/** Creates the state machine of each workflow, or changes it to what the workflow is now. */
async function deployAll(
  { workflows, handlers }: LoadedProject,
  functions: LambdaHost,
  service: LocalStepFunctions,
  place: Pick<WorkflowPlace, 'prefix' | 'results'>,
): Promise<readonly DeployedWorkflow[]> {
  const deployed: DeployedWorkflow[] = [];
  for (const workflow of workflows) {
    const callables = new Map(workflow.functions.map(({ key, callable }) => [key, callable]));
    const functionOf = (key: string) => functions.arnOf(handlers.nameOf(callables.get(key) ?? key));
    const stateMachineArn = await deployWorkflow(callsOf(service), workflow, { functionOf, ...place });
    deployed.push({ workflow, stateMachineArn });
  }
  return deployed;
}

/** Creates the state machines that are written in States Language, or changes them to what they are now. */
async function deployMachines(
  { machines }: LoadedProject,
  service: LocalStepFunctions,
): Promise<readonly DeployedMachine[]> {
  const deployed: DeployedMachine[] = [];
  for (const { name, json, type, source } of machines) {
    const stateMachineArn = await deployMachine(callsOf(service), { name, definition: json, type });
    deployed.push({ name, path: source.path, stateMachineArn });
  }
  return deployed;
}

/** What the service is made of. */
interface ServiceParts {
  readonly clock: Clock;
  readonly faults: InjectedFaults;
  readonly changes: ChangeFeed;
  /** Where functions park what is too large to travel. */
  readonly store: ResultStore | undefined;
}

async function openService(
  functions: LambdaHost,
  { clock, faults, changes, store }: ServiceParts,
  region: string,
  { keep, data, allowAws = false, quiet, verbose }: LocalFlags,
  io: CliIo,
): Promise<LocalStepFunctions> {
  const { env, cwd, stderr } = io;
  const mocks = await readMocks(io);
  const told = quiet === true ? undefined : tellExecutions(io, verbose === true);
  const endpoint = env['LAMBDA_ENDPOINT'];
  const otherFunctions = endpoint === undefined ? () => undefined : lambdaEndpoint(endpoint);
  return LocalStepFunctions.open({
    invoke: faults.wrap(
      localTasks({
        functions: (name) => functions.resolve(name) ?? otherFunctions(name),
        clock,
        environment: env,
        region,
        allowAws,
        tables: localTables,
      }),
    ),
    clock,
    region,
    objects: parkedObjects(store, s3Objects({ region, environment: env, allowAws })),
    retention: { executions: keep },
    observe: (execution) => {
      faults.begun(execution);
      const changed = changes.begun(execution);
      const tell = told?.(execution);
      return (event) => {
        changed();
        tell?.(event);
      };
    },
    ...(mocks !== undefined && { mocks }),
    ...(data !== undefined && { dataFolder: resolve(cwd, data) }),
    report: (problem) => {
      stderr.write(`${problem}\n`);
    },
  });
}

function interrupted(io: CliIo): Promise<void> {
  return new Promise((resolve) => {
    io.onInterrupt(resolve);
  });
}

/** The API of CloudWatch Logs, as much of it as `task logs` asks for. */
function logsApi(logs: FunctionLogs): OtherApi {
  return (operation, input) => {
    if (operation === 'FilterLogEvents') return logs.filterLogEvents(input);
    throw new AwsError(
      'UnknownOperationException',
      `CloudWatch Logs answers FilterLogEvents alone here, not ${operation}.`,
    );
  };
}

/** Tells on stderr where in the project's own sources a step has failed. */
function tellLine({ cwd, stderr }: CliIo, functionName: string, trace: readonly string[], event: string): void {
  const line = firstOwnLine(trace, cwd);
  if (line === undefined) return;
  stderr.write(`${invokedStep(JSON.parse(event) as JsonValue).step || functionName} threw at ${line}\n`);
}

/** Tells on stderr what went wrong with domain events: it fails no step, and would pass unseen. */
function tellEventErrors({ stderr }: CliIo): (functionName: string, output: string) => void {
  const show = eventErrors((step, text) => stderr.write(`${step}: ${text}\n`));
  return (_, output) => {
    show(output);
  };
}

/** Whether an address is this machine's own: whoever reaches it is its user. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
