import type { StepView } from '../../client/index.ts';
import { blockersText, passedOverText, stateText } from '../../client/view/blocked-text.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { alignColumns } from '../align-columns.ts';
import type { Colours } from '../colours.ts';
import { paintStep } from './paint-step.ts';
import type { RunResult } from './run-result.ts';
import { attemptsText, errorText, spanText, tookText } from './step-text.ts';

/** The outcome of a run for people: a line per step, how it ended, and the result or why there is none. */
export function runResultText(result: RunResult, colours: Colours): string {
  const lines = alignColumns(result.steps.map((step) => [step.name, ...cellsOf(step)]));
  const table = lines.map((line, index) => paintStep(line, result.steps[index]!, colours));
  const end = `${result.status} after ${formatDuration(result.elapsed)}`;
  const headline = result.status === 'SUCCEEDED' ? colours.green(end) : colours.red(end);
  return [...table, ...eventLines(result), '', colours.bold(headline), ...detailsOf(result), ''].join('\n');
}

function eventLines({ events }: RunResult): readonly string[] {
  if (events.length === 0) return [];
  const rows = events.map((event) => [
    `${event['detail-type']}`,
    event.delivery,
    `published by ${event.detail.metadata.step_name}`,
  ]);
  return ['', 'Domain events:', ...alignColumns(rows).map((line) => `  ${line}`)];
}

function cellsOf(step: StepView): [state: string, effort: string, remark: string] {
  const attempts = step.attempts === 0 ? '' : attemptsText(step.attempts);
  const ran = step.startedAt !== undefined && step.completedAt !== undefined;
  // Of several attempts, the time between the first and the last is mostly waits.
  const took = step.attempts > 1 ? tookText(step) : '';
  const effort = ran ? `${attempts}, ${spanText(step.startedAt, step.completedAt)}${took}` : attempts;
  if (step.skipped) return ['skipped', effort, passedOverText(step)];
  const remark = step.blocked ? blockersText(step.blockedBy) : step.error ? errorText(step.error) : '';
  return [stateText(step.state, step.blockedBy), effort, remark];
}

function detailsOf({ status, output, error, cause, steps }: RunResult): readonly string[] {
  if (status === 'SUCCEEDED') return output === undefined ? [] : [JSON.stringify(JSON.parse(output), null, 2)];
  // The steps' own lines say it better than the cause, when a step is to blame.
  if (steps.some((step) => step.state === 'error') || error === undefined) return [];
  return [cause === undefined || cause === '' ? error : `${error}: ${cause}`];
}
