import type { TaskerClient } from '../../client/index.ts';
import { learnDurations, type LearnedDuration, type MeasuredStep } from '../../client/view/learn-durations.ts';
import { outlineMachine } from '../../client/view/outline-machine.ts';
import { viewExecution } from '../../client/view/view-execution.ts';
import { count, listOf } from '../../diagnostics/wording.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { taskGiven } from '../task/execution-arn.ts';
import { writeOutput } from '../write-output.ts';
import { readHistory } from './history-file.ts';
import type { LearnFlags } from './learn-flags.ts';

/**
 * Learns from past executions how long steps take, and writes it as `plan --durations` reads it.
 *
 * @param sources History files, ids of tasks, and ARNs of executions.
 */
export async function learn(
  client: TaskerClient,
  sources: readonly string[],
  { output, json = false }: LearnFlags,
  io: CliIo,
): Promise<ExitCode> {
  const executions: (readonly MeasuredStep[])[] = [];
  for (const source of new Set(sources)) {
    const task = taskGiven(source, io);
    executions.push(task === undefined ? readFrom(source, io) : await askFor(task, client));
  }
  const learned = learnDurations(executions);
  const known = [...learned].flatMap(([step, { ms }]) => (ms === undefined ? [] : [[step, ms] as const]));
  tell(learned, io);
  if (json) {
    const steps = [...learned].map(([step, { ms, samples }]) => ({ step, ms: ms ?? null, samples }));
    printJson({ file: known.length === 0 ? null : (output ?? null), steps }, io);
  }
  if (known.length === 0) return ExitCode.failed;

  const text = JSON.stringify(Object.fromEntries(known), null, 2) + '\n';
  if (output !== undefined || !json) writeOutput(output, text, io);
  return ExitCode.ok;
}

async function askFor(task: string, client: TaskerClient): Promise<readonly MeasuredStep[]> {
  const steps = await client.listTaskSteps(task);
  return steps.map(({ name, current_state: state, last_attempted_at: began, completed_at: ended }) => ({
    name,
    state,
    ...(began !== null && { lastAttemptedAt: began }),
    ...(ended !== null && { completedAt: ended }),
  }));
}

function readFrom(path: string, io: CliIo): readonly MeasuredStep[] {
  const events = readHistory(path, io);
  return viewExecution({ definition: outlineMachine(events), events });
}

/** Says what each duration rests on, and what could not be learnt. */
function tell(learned: ReadonlyMap<string, LearnedDuration>, io: CliIo): void {
  const warn = (text: string) => io.stderr.write(`${coloursFor(io.stderr, io).yellow('warning')}: ${text}\n`);
  const unknown: string[] = [];
  for (const [step, { ms, samples }] of learned) {
    if (ms === undefined) unknown.push(step);
    else io.stderr.write(`${step}: ${ms} ms, median of ${count(samples, 'sample')}\n`);
  }
  if (unknown.length === learned.size) warn('No step succeeded in these executions: there is nothing to learn.');
  else if (unknown.length > 0) warn(`Left out, since they never succeeded: ${listOf(unknown, 'and')}.`);
}
