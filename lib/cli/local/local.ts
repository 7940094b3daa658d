import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  lambdaEndpoint,
  LambdaHost,
  LocalStepFunctions,
  localTasks,
  realClock,
  s3Objects,
  serveLambda,
  serveStepFunctions,
  type Listening,
} from '../../local/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { hasErrors } from '../../diagnostics/outcome.ts';
import { compileFiles } from '../../project/index.ts';
import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { projectOptions } from '../project-options.ts';
import { answerWith } from './answer-with.ts';
import { deployWorkflow, type MachineCalls } from './deploy-workflow.ts';
import { hostHandlers, type HostedHandlers } from './host-handlers.ts';
import { listenOrSay } from './listen-or-say.ts';
import type { LocalFlags } from './local-flags.ts';
import { localTables } from './local-tables.ts';
import { readMocks } from './read-mocks.ts';
import { regionOf } from './region-of.ts';
import { makeRestApi, type DeployedWorkflow } from './rest-api.ts';
import { keptResults, temporaryResults } from './results-folder.ts';
import { welcomeText } from './welcome-text.ts';

/** Where templates are looked for when no folder is named. */
const TEMPLATES = 'templates';

/** Serves Step Functions, Lambda and the REST API for the templates of a project, until the user ends it. */
export async function local(flags: LocalFlags, io: CliIo): Promise<ExitCode> {
  const paths = flags.templates ?? (existsSync(resolve(io.cwd, TEMPLATES)) ? [TEMPLATES] : []);
  const compiled = compileFiles(paths, projectOptions(flags, io));
  const { workflows } = compiled;
  // A project that has no templates yet is served all the same, unless a folder of them was asked for.
  const isNew = flags.templates === undefined;
  const diagnostics = compiled.diagnostics.filter(({ code }) => !(isNew && code === 'no-templates'));
  printDiagnostics(diagnostics, io);
  if (hasErrors(diagnostics)) return ExitCode.failed;
  const handlers = hostHandlers(workflows, flags, io);
  printDiagnostics(handlers.diagnostics, io);
  return handlers.value === undefined ? ExitCode.failed : serve(workflows, handlers.value, flags, io);
}

async function serve(
  workflows: readonly CompiledWorkflow[],
  handlers: HostedHandlers,
  flags: LocalFlags,
  io: CliIo,
): Promise<ExitCode> {
  const report = (problem: string) => io.stderr.write(`${problem}\n`);
  const place = { host: flags.host, allowedHosts: flags.allowHost ?? [], report };
  const region = regionOf(io.env);
  const results = flags.data === undefined ? await temporaryResults() : keptResults(resolve(io.cwd, flags.data));
  // A bucket of the user's own is used as on AWS.
  const environment = { [RESULTS_BUCKET_VARIABLE]: results.url, ...io.env };
  const functions = new LambdaHost({
    functions: handlers.functions,
    environment,
    region,
    codeRoot: io.cwd,
    ...(flags.verbose === true && { onLog: (name, log) => io.stderr.write(log.replace(/^(?=.)/gm, `[${name}] `)) }),
  });
  const service = await openService(functions, region, flags, io);
  const closers: (() => Promise<void> | void)[] = [
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
    const deployed: DeployedWorkflow[] = [];
    for (const workflow of workflows) {
      const callables = new Map(workflow.functions.map(({ key, callable }) => [key, callable]));
      const functionOf = (key: string) => functions.arnOf(handlers.nameOf(callables.get(key) ?? key));
      const stateMachineArn = await deployWorkflow(callsOf(service), workflow, functionOf, flags.prefix);
      deployed.push({ workflow, stateMachineArn });
    }
    const lambdaUrl = await open(
      () => serveLambda(functions, { ...place, port: flags.lambdaPort }),
      flags.lambdaPort,
      '--lambda-port',
    );
    // The API comes last to life: its first request loads it.
    let api: Promise<Awaited<ReturnType<typeof makeRestApi>>> | undefined;
    const others = answerWith(
      async () =>
        (await (api ??= makeRestApi({ endpoint: url, region, deployed, environment, prefix: flags.prefix }))).fetch,
    );
    const url = await open(
      () => serveStepFunctions(service, { ...place, port: flags.port, others }),
      flags.port,
      '--port',
    );
    io.stdout.write(welcomeText({ url, lambdaUrl, region, deployed, functions: handlers.functions.size }));
    await interrupted(io);
    return ExitCode.ok;
  } finally {
    await Promise.all(closers.map(async (close) => close()));
  }
}

async function openService(
  functions: LambdaHost,
  region: string,
  { timeScale, keep, data, allowAws = false }: LocalFlags,
  io: CliIo,
): Promise<LocalStepFunctions> {
  const { env, cwd, stderr } = io;
  const clock = realClock({ scale: timeScale });
  const mocks = await readMocks(io);
  const endpoint = env['LAMBDA_ENDPOINT'];
  const otherFunctions = endpoint === undefined ? () => undefined : lambdaEndpoint(endpoint);
  return LocalStepFunctions.open({
    invoke: localTasks({
      functions: (name) => functions.resolve(name) ?? otherFunctions(name),
      clock,
      environment: env,
      region,
      allowAws,
      tables: localTables,
    }),
    clock,
    region,
    objects: s3Objects({ region, environment: env, allowAws }),
    retention: { executions: keep },
    ...(mocks !== undefined && { mocks }),
    ...(data !== undefined && { dataFolder: resolve(cwd, data) }),
    report: (problem) => {
      stderr.write(`${problem}\n`);
    },
  });
}

/** The service's own calls, in the form of the SDK's. */
function callsOf(service: LocalStepFunctions): MachineCalls {
  return {
    createStateMachine: (input) => service.call('CreateStateMachine', input),
    updateStateMachine: (input) => service.call('UpdateStateMachine', input),
    listStateMachines: (input) => service.call('ListStateMachines', input),
  };
}

function interrupted(io: CliIo): Promise<void> {
  return new Promise((resolve) => {
    const stop = io.onInterrupt(() => {
      // A second interrupt is not ours any more: it ends the process.
      stop();
      resolve();
    });
  });
}
