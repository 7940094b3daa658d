import type { StepResponse, TaskerClient } from '../../client/index.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { alignColumns } from '../align-columns.ts';
import { coloursFor, type Colours } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { paintState } from './paint-state.ts';
import { remarkOn } from './steps-text.ts';
import type { ClientFlags } from './task-flags.ts';

/** Prints one step of a task, with its result. */
export async function getStep(
  client: TaskerClient,
  id: string,
  name: string,
  flags: ClientFlags,
  io: CliIo,
): Promise<ExitCode> {
  const step = await client.getStep(id, name);
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
  const headline = `${colours.bold(step.name)}  ${paintState(state, state, colours)}`;
  return [headline, ...alignColumns(details), ...result, ''].join('\n');
}
