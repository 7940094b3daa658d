import { randomUUID } from 'node:crypto';
import { TaskerClientError } from '../../client/index.ts';
import { checkRequestSize, fillRequest, writeInput } from '../../client/requests/fill-request.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TaskTemplate } from '../../template/task-template.ts';
import { compileFile, identityOf } from '../../project/index.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import { refuseFlags } from '../flags.ts';
import { handlersIn } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { projectOptions } from '../project-options.ts';
import { timelineLines } from '../timeline-text.ts';
import type { Turn } from '../watch/repeat-on-change.ts';
import { machineRunFlags, type RunFlags } from './run-flags.ts';
import { exitCodeOf, runResultJson, type RunOutcome, type RunResult } from './run-result.ts';
import { runResultText } from './run-result-text.ts';
import { runTask, type RunTaskFlags } from './run-task.ts';
import { addressTo, type Identity, readRequest } from './task-request.ts';
import { writeHistory } from './write-history.ts';

/** Compiles a template, runs one task of it, and prints the outcome; with `--watch` again and again. */
export async function run(path: string, flags: RunFlags, io: CliIo): Promise<ExitCode> {
  if (flags.watch !== true) return (await runOnce(path, flags, io)).code;
  const { repeatOnChange } = await import('../watch/repeat-on-change.ts');
  return repeatOnChange([path, handlersIn(flags)], () => runOnce(path, flags, io), io);
}

async function runOnce(path: string, flags: RunFlags, io: CliIo): Promise<Turn> {
  refuseFlags(machineRunFlags, flags, 'is for state machines. A task of a template takes --context.');
  const given = readRequest(flags, io);
  const compiled = compileFile(path, projectOptions(flags, io));
  printDiagnostics(compiled.diagnostics, io);
  if (compiled.value === undefined) return invalid(compiled.diagnostics);

  const request = addressTo(identityOf(compiled.value.template), given);
  const violations = flags.inputCheck ? await violationsOf(compiled.value.template, request) : [];
  if (violations.length > 0) return { code: refuse(violations, SCHEMA, flags, io), sources: [] };
  const size = tooLarge(compiled.value, request, io);
  if (size !== undefined) return { code: refuse([size], {}, flags, io), sources: [] };
  const {
    value: result,
    diagnostics,
    sources,
  } = await perform(compiled.value, request, { ...flags, keepsLogs: flags.report !== undefined }, io);
  printDiagnostics(diagnostics, io);
  if (result === undefined) return invalid([...compiled.diagnostics, ...diagnostics], sources);

  if (flags.json) printJson(runResultJson(result), io);
  else io.stdout.write(runResultText(result, coloursFor(io.stdout, io)));
  if (flags.timeline) printTimeline(result, flags, io);
  if (flags.report !== undefined) {
    const { writeReport } = await import('./write-report.ts');
    writeReport(flags.report, { workflow: compiled.value, request, result, redact: flags.redact ?? false }, io);
  }
  if (flags.history !== undefined) writeHistory(flags.history, result, io);
  return { code: exitCodeOf(result), sources };

  function invalid(reasons: readonly Diagnostic[], sources: readonly string[] = []): Turn {
    if (flags.json) printInvalid(reasons, io);
    return { code: ExitCode.failed, sources };
  }
}

/** Below the outcome; where that is JSON, beside it. */
function printTimeline({ steps, startedAt, elapsed }: RunResult, { json }: RunFlags, io: CliIo): void {
  const output = json ? io.stderr : io.stdout;
  const times = { from: startedAt, to: startedAt + elapsed };
  output.write(['', ...timelineLines(steps, times, output, coloursFor(output, io)), ''].join('\n'));
}

async function perform(
  workflow: CompiledWorkflow,
  request: TaskRequest,
  flags: RunFlags & Pick<RunTaskFlags, 'keepsLogs'>,
  io: CliIo,
): Promise<RunOutcome> {
  if (flags.endpoint === undefined) return runTask(workflow, request, flags, io);
  const { runAtEndpoint } = await import('./run-at-endpoint.ts');
  return runAtEndpoint(workflow, request, flags, io);
}

/** As the API does, so that a context that runs here is taken there. */
async function violationsOf({ inputSchema }: TaskTemplate, { context = {} }: TaskRequest): Promise<readonly string[]> {
  if (inputSchema === undefined) return [];
  const { checkContext } = await import('../../schema/check-context.ts');
  return checkContext(inputSchema.value, context);
}

/** As the API does: a larger request would end its task with `States.DataLimitExceeded`. */
function tooLarge({ definition }: CompiledWorkflow, request: TaskRequest & Identity, io: CliIo): string | undefined {
  try {
    checkRequestSize(writeInput(fillRequest(request, io.now(), randomUUID)), definition);
    return undefined;
  } catch (error) {
    if (error instanceof TaskerClientError) return error.message;
    throw error;
  }
}

interface Wording {
  readonly before?: string;
  readonly hint?: string;
}

const SCHEMA: Wording = {
  before: 'The input_schema is not met: ',
  hint: '--no-input-check runs the task all the same.',
};

function refuse(
  violations: readonly string[],
  { before = '', hint }: Wording,
  { json }: RunFlags,
  io: CliIo,
): ExitCode {
  const error = coloursFor(io.stderr, io).red('error');
  for (const violation of violations) io.stderr.write(`${error}: ${before}${violation}\n`);
  if (hint !== undefined) io.stderr.write(`  hint: ${hint}\n`);
  if (json) printJson({ status: 'INVALID', diagnostics: [], violations }, io);
  return ExitCode.failed;
}
