import { bindMachines } from '../../asl/child-machines.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { hasErrors } from '../../diagnostics/outcome.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { listOf } from '../../diagnostics/wording.ts';
import type { JsonValue } from '../../json.ts';
import type { TaskInvoker } from '../../local/index.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import { readEvent } from '../../states-language/read-event.ts';
import { coloursFor } from '../colours.ts';
import { compileOne } from '../compile-one.ts';
import { readSubstitutions } from '../definition/definition-flags.ts';
import { holdsDefinition } from '../definition/holds-definition.ts';
import { readDefinition } from '../definition/read-definition.ts';
import { perform } from '../definition/run-definition.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readHistory } from '../learn/history-file.ts';
import { hostFunctions } from '../local/host-functions.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { exitCodeOf } from '../run/run-result.ts';
import { runTask } from '../run/run-task.ts';
import { taskGiven } from '../task/execution-arn.ts';
import { writeOutput } from '../write-output.ts';
import { compareRuns, type Difference } from './compare-runs.ts';
import { fetchRun, type KeptRun } from './fetch-run.ts';
import { readRecording, type Recording } from './recording.ts';
import type { ReplayFlags } from './replay-flags.ts';
import { playedUntil, replayTasks } from './replay-tasks.ts';

/** How a replay ended. */
interface Replayed {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly history: readonly HistoryEvent[];
}

/** What is run again: a template, or a state machine. */
type Machine =
  | { readonly kind: 'template'; readonly workflow: CompiledWorkflow }
  | {
      readonly kind: 'definition';
      readonly name: string;
      readonly json: string;
      /** Those that run parts of a task. */
      readonly machines: KeptRun['machines'];
    };

/**
 * Runs a past execution again on this machine, in virtual time: tasks answer as they did, and from a state on the real handlers
 * run. Says where the new run differs.
 */
export async function replay(
  run: string,
  machineFile: string | undefined,
  flags: ReplayFlags,
  io: CliIo,
): Promise<ExitCode> {
  const task = taskGiven(run, io);
  const kept = task === undefined ? undefined : await fetchRun(task, flags, io);
  const recording = readRecording(kept?.history ?? readHistory(run, io));
  checkFrom(flags.from, recording);
  const machine = machineOf(machineFile, kept, flags, io);
  if (machine === undefined) return ExitCode.failed;

  const played = playedUntil(recording, flags.from, machine.kind === 'template');
  const around = (real: TaskInvoker) => replayTasks(played, real);
  const replayed = await runAgain(machine, recording, around, flags, io);
  if (replayed === undefined) return ExitCode.failed;
  if (flags.history !== undefined)
    writeOutput(flags.history, JSON.stringify({ events: replayed.history }, null, 2) + '\n', io);
  const now = readRecording(replayed.history);
  checkMachine(recording, now);
  const differences = compareRuns(recording, now);
  if (flags.json) printJson({ status: replayed.status, differences }, io);
  else io.stdout.write(text(replayed, differences, io));
  return exitCodeOf(replayed);
}

function checkFrom(from: string | undefined, { attempts }: Recording): void {
  const states = [...new Set(attempts.map(({ state }) => state))];
  if (from === undefined || states.includes(from)) return;
  const nearest = suggest(from, states);
  const hint = nearest === undefined ? `It ran ${listOf(states, 'and')}.` : `Did you mean "${nearest}"?`;
  throw new UsageError(`The recording has no attempt of "${from}". ${hint}`);
}

/** Runs that have no state in common are of two machines: to tell each difference would hide that. */
function checkMachine(recording: Recording, now: Recording): void {
  const [before, after] = [recording, now].map(({ attempts }) => [...new Set(attempts.map(({ state }) => state))]);
  if (before === undefined || after === undefined || before.length === 0 || after.length === 0) return;
  if (before.some((state) => after.includes(state))) return;
  throw new UsageError(
    `The recording is of another machine: it ran ${listOf(before, 'and')}, and this one runs ${listOf(after, 'and')}.`,
  );
}

/** The machine in a file; else the one that Step Functions keeps with the execution. */
function machineOf(
  file: string | undefined,
  kept: KeptRun | undefined,
  flags: ReplayFlags,
  io: CliIo,
): Machine | undefined {
  if (file === undefined) {
    if (kept !== undefined)
      return { kind: 'definition', name: 'replay', json: kept.definition, machines: kept.machines };
    throw new UsageError(
      'A history does not hold its state machine: name the file of the template or of the machine after it.',
    );
  }
  if (!holdsDefinition(file, io)) {
    const workflow = compileOne(file, flags, io);
    return workflow && { kind: 'template', workflow };
  }
  const { value, diagnostics } = readDefinition(file, readSubstitutions(flags.substitute), io);
  printDiagnostics(diagnostics, io);
  if (value === undefined && flags.json) printInvalid(diagnostics, io);
  return value && { kind: 'definition', name: value.name, json: value.json, machines: new Map() };
}

async function runAgain(
  machine: Machine,
  { input, startedAt }: Recording,
  around: (real: TaskInvoker) => TaskInvoker,
  flags: ReplayFlags,
  io: CliIo,
): Promise<Replayed | undefined> {
  const surroundings = { input: JSON.parse(input) as JsonValue, startAt: startedAt, around };
  const settings = { ...flags, realTime: false, seed: 0 };
  if (machine.kind === 'template' && flags.from !== undefined) {
    const { value, diagnostics } = await runTask(
      machine.workflow,
      surroundings.input as TaskRequest,
      { ...settings, startAt: startedAt, around },
      io,
    );
    printDiagnostics(diagnostics, io);
    return value && { status: value.status, history: value.history.flatMap((event) => readEvent(event) ?? []) };
  }
  // Where nothing is real, no handler is needed.
  const functions =
    flags.from === undefined ? { value: { functions: new Map() }, diagnostics: [] } : hostFunctions(flags, io);
  printDiagnostics(functions.diagnostics, io);
  if (functions.value === undefined || hasErrors(functions.diagnostics)) return undefined;
  const { name, json, machines } = runnable(machine);
  const { functions: hosted } = functions.value;
  return perform({ name, json }, { ...surroundings, mocks: {}, functions: hosted, machines }, settings, io);
}

function runnable(machine: Machine): Extract<Machine, { kind: 'definition' }> {
  if (machine.kind === 'definition') return machine;
  const { definition, machines } = bindMachines(machine.workflow);
  const { name } = machine.workflow.template;
  return { kind: 'definition', name: name.value, json: JSON.stringify(definition), machines };
}

function text({ status }: Replayed, differences: readonly Difference[], io: CliIo): string {
  const { bold, green, red } = coloursFor(io.stdout, io);
  const end = bold((status === 'SUCCEEDED' ? green : red)(status));
  if (differences.length === 0) return `${end}, and every attempt went as in the recording.\n`;
  const lines = differences.flatMap(({ state, attempt, path, recorded, now }) => [
    bold(state === undefined ? 'the execution' : `${state}, attempt ${attempt}`) +
      (path === undefined ? '' : ` at ${path}`),
    `  recorded  ${short(recorded)}`,
    `  now       ${short(now)}`,
  ]);
  return `${end}. It differs from the recording:\n\n${lines.join('\n')}\n`;
}

const LONGEST = 200;

function short(outcome: string): string {
  return outcome.length > LONGEST ? `${outcome.slice(0, LONGEST)}…` : outcome;
}
