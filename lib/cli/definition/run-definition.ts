import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { hasErrors } from '../../diagnostics/outcome.ts';
import {
  lambdaEndpoint,
  LambdaHost,
  localTasks,
  mockStates,
  parseDefinition,
  realClock,
  s3Objects,
  startExecution,
  taskAnswers,
  TaskTokens,
  virtualClock,
  type HostedFunction,
  type Mocks,
  type TaskInvoker,
} from '../../local/index.ts';
import { JoinedHistory } from '../../client/view/joined-history.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { refuseFlags } from '../flags.ts';
import { handlersIn } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { hostFunctions } from '../local/host-functions.ts';
import { FUNCTION_MEMORY } from '../local/host-handlers.ts';
import { regionOf } from '../local/region-of.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { readJsonFlag } from '../read-json.ts';
import { templateRunFlags, type RunFlags } from '../run/run-flags.ts';
import { exitCodeOf } from '../run/run-result.ts';
import type { Turn } from '../watch/repeat-on-change.ts';
import { writeOutput } from '../write-output.ts';
import type { DefinitionFile } from './definition-file.ts';
import { readSubstitutions } from './definition-flags.ts';
import { definitionRunJson, definitionRunText, type DefinitionRun } from './definition-run.ts';
import { judgeForRun } from './judge-definition.ts';
import { readDefinition } from './read-definition.ts';
import { readMocks } from './read-mocks.ts';

/**
 * Runs a state machine of a file, with mocks, functions and services in place of its tasks, and prints the outcome; with
 * `--watch` again and again.
 */
export async function runDefinition(path: string, flags: RunFlags, io: CliIo): Promise<ExitCode> {
  if (flags.watch !== true) return (await runOnce(path, flags, io)).code;
  const { repeatOnChange } = await import('../watch/repeat-on-change.ts');
  const texts = [flags.input, flags.contextObject].flatMap((text) => (text?.startsWith('@') ? [text.slice(1)] : []));
  const named = [...texts, ...(flags.mocks === undefined ? [] : [flags.mocks.replace(/#.*$/, '')])];
  return repeatOnChange([path, handlersIn(flags), ...named], () => runOnce(path, flags, io), io);
}

async function runOnce(path: string, flags: RunFlags, io: CliIo): Promise<Turn> {
  refuseFlags(templateRunFlags, flags, 'is for templates. A state machine takes --input, --mocks and --substitute.');
  const input = readInput(flags.input, io);
  const context = readContext(flags.contextObject, io);
  const read = readDefinition(path, readSubstitutions(flags.substitute), io);
  const { value: file } = read;
  const mocks = readMocks(flags.mocks, file?.name ?? '', io);
  const judged = file === undefined ? [] : judgeForRun(file);
  const functions = hostFunctions(flags, io);
  const diagnostics = [...read.diagnostics, ...judged, ...functions.diagnostics];
  printDiagnostics(diagnostics, io);
  if (file === undefined || functions.value === undefined || hasErrors(diagnostics)) {
    if (flags.json) printInvalid(diagnostics, io);
    return { code: ExitCode.failed, sources: functions.value?.sources ?? [] };
  }
  const { sources } = functions.value;
  const result = await perform(file, { input, context, mocks, functions: functions.value.functions }, flags, io);
  if (flags.json) printJson(definitionRunJson(result), io);
  else io.stdout.write(definitionRunText(result, coloursFor(io.stdout, io)));
  if (flags.history !== undefined) {
    writeOutput(flags.history, JSON.stringify({ events: result.history }, null, 2) + '\n', io);
  }
  return { code: exitCodeOf(result), sources };
}

function readInput(given: string | undefined, io: CliIo): JsonValue {
  return given === undefined ? {} : (readJsonFlag('--input', given, io) as JsonValue);
}

function readContext(given: string | undefined, io: CliIo): JsonObject | undefined {
  if (given === undefined) return undefined;
  const value = readJsonFlag('--context-object', given, io);
  if (isJsonObject(value)) return value;
  throw new UsageError('--context-object takes a JSON object, such as {"Execution": {"Name": "mine"}}.');
}

/** What a run of a state machine works with. */
export interface Surroundings {
  readonly input: JsonValue;
  /** Members of the context object that it sees in place of its own. */
  readonly context?: JsonObject | undefined;
  readonly mocks: Mocks;
  readonly functions: ReadonlyMap<string, HostedFunction>;
  /** The machines that run parts of a task, by what it calls them: what happens in them is in the history. @default none */
  readonly machines?: ReadonlyMap<string, StateMachine>;
  /** When it begins, in ms since 1970, where time is virtual. @default now */
  readonly startAt?: number;
  /** Puts something around what does the work of the tasks. @default nothing */
  readonly around?: (real: TaskInvoker) => TaskInvoker;
}

/** Runs a state machine in the built-in engine, and stops it when the user interrupts. */
export async function perform(
  { name, json }: Pick<DefinitionFile, 'name' | 'json'>,
  { input, context, mocks, functions, machines = new Map(), startAt, around = (real) => real }: Surroundings,
  { realTime, seed, verbose = false, allowAws = false }: Pick<RunFlags, 'realTime' | 'seed' | 'verbose' | 'allowAws'>,
  io: CliIo,
): Promise<DefinitionRun> {
  const holds = () => host.isDebugged;
  const clock = realTime ? realClock({ holds }) : virtualClock({ start: startAt ?? io.now(), holds });
  const region = regionOf(io.env);
  const environment = io.env;
  const host = new LambdaHost({
    functions,
    environment,
    region,
    sharedProcesses: { memory: FUNCTION_MEMORY, ahead: functions.size > 0 ? 1 : 0 },
    ...(verbose && { onLog: (from, log) => io.stderr.write(log.replace(/^(?=.)/gm, `[${from}] `)) }),
  });
  const endpoint = environment['LAMBDA_ENDPOINT'];
  const others = endpoint === undefined ? () => undefined : lambdaEndpoint(endpoint);
  const services = localTasks({
    functions: (nameOrArn) => host.resolve(nameOrArn) ?? others(nameOrArn),
    clock,
    environment,
    region,
    allowAws,
  });
  const tokens = new TaskTokens();
  // Before the start: the user may interrupt as soon as the first line is out.
  const stopListening = io.onInterrupt(() => {
    execution.stop('Interrupted', 'The user interrupted the run.');
  });
  const definition = parseDefinition(json);
  const joined = new JoinedHistory([definition, ...machines.values()]);
  const history: HistoryEvent[] = [];
  const take = (event: HistoryEvent, part?: string) => {
    const taken = joined.add(event, part);
    if (taken !== undefined) history.push(taken);
  };
  const execution = startExecution({
    definition,
    input,
    ...(context !== undefined && { context }),
    invoke: mockStates(mocks, tokens, around(taskAnswers(tokens, services))),
    tokens,
    clock,
    seed,
    stateMachineName: name,
    objects: s3Objects({ region, environment, allowAws }),
    ...(machines.size > 0 && {
      machines,
      onEvent: (event) => {
        take(event);
      },
      onNestedEvent: take,
    }),
  });
  try {
    const outcome = await execution.finished;
    return { ...outcome, executionArn: execution.arn, history: machines.size > 0 ? history : execution.history };
  } finally {
    stopListening();
    host.close();
  }
}
