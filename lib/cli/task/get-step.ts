import type { AttemptResponse, StepResponse, TaskerClient, WaitResponse } from '../../client/index.ts';
import { stateText } from '../../client/view/blocked-text.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor, type Colours } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { fromProject } from './from-project.ts';
import { paintState } from './paint-state.ts';
import { remarkOn } from './steps-text.ts';
import type { StepFlags } from './task-flags.ts';
import { errorText, spanText } from '../run/step-text.ts';

/** Prints one step of a task, with its attempts and its result. */
export async function getStep(
  client: TaskerClient,
  id: string,
  name: string,
  flags: StepFlags,
  io: CliIo,
): Promise<ExitCode> {
  const step = await client.getStep(id, name, { inputs: flags.inputs === true });
  if (flags.json) printJson(step, io);
  else io.stdout.write(stepText(step, coloursFor(io.stdout, io)));
  return ExitCode.ok;
}

function stepText(step: StepResponse, colours: Colours): string {
  const { results, current_state: state } = step;
  const duration = results?.metadata.execution_time_ms ?? undefined;
  const details = [
    ['attempts', `${step.attempts} of ${step.max_attempts}`],
    ['last run', step.last_attempted_at ?? ''],
    ['took', duration === undefined ? '' : formatDuration(duration)],
    ['next run', step.next_retry_at === null ? '' : `${step.next_retry_at} at the latest`],
    ['remark', remarkOn(step)],
  ].filter(([, value]) => value !== '');
  const result = results?.success ? [JSON.stringify(results.result, null, 2)] : [];
  const headline = `${colours.bold(step.name)}  ${paintState(stateText(state, step.blocked_by), state, colours)}`;
  return [
    headline,
    ...alignColumns(details),
    ...step.waits.map((wait) => colours.dim(waitText(wait))),
    ...step.attempt_history.flatMap((attempt) => attemptLines(attempt, colours)),
    ...result,
    '',
  ].join('\n');
}

function waitText({ kind, waited_for, started_at, ended_at }: WaitResponse): string {
  const span = ended_at === null ? 'waits' : `waited ${spanText(started_at, ended_at)}`;
  return `${span} for ${waited_for.join(', ')}${kind === 'barrier' ? ' (a barrier of the plan)' : ''}`;
}

/** An attempt in one line; below it the stack, and what the function was sent where that was asked for. */
function attemptLines(attempt: AttemptResponse, colours: Colours): readonly string[] {
  const { error, log, input } = attempt;
  const waited = attempt.waited_ms > 0 ? [`after ${formatDuration(attempt.waited_ms)}`] : [];
  const took = attempt.ended_at === null ? [] : [spanText(attempt.scheduled_at, attempt.ended_at)];
  const why =
    error === null
      ? []
      : [
          errorText({
            type: error.error_type,
            message: error.message,
            retryable: error.retryable,
            ...(error.exception_type !== null && { exceptionType: error.exception_type }),
            ...(error.error_code !== null && { code: error.error_code }),
          }),
        ];
  const line = [`attempt ${attempt.attempt}`, attempt.scheduled_at, ...waited, attempt.state, ...took, ...why].join(
    '  ',
  );
  const below = [
    ...(error?.stack?.split('\n').map(fromProject) ?? []),
    ...(log === null ? [] : [`log: ${log.function}${log.request_id === null ? '' : ` ${log.request_id}`}`]),
    ...(input === undefined ? [] : [`input: ${JSON.stringify(input)}`]),
  ];
  return [paintState(line, attempt.state, colours), ...below.map((text) => colours.dim(`  ${text.trim()}`))];
}
