import type { StepResponse } from '../../client/index.ts';
import { blockersText, stateText } from '../../client/view/blocked-text.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { alignColumns } from '../align-columns.ts';
import type { Colours } from '../colours.ts';
import { errorText } from '../run/step-text.ts';
import { paintState } from './paint-state.ts';

const HEAD = ['STEP', 'STATE', 'ATTEMPTS', 'LAST RUN', 'WAITED', ''];

/** A table of steps; the last column tells why a step failed or does not run. */
export function stepsText(steps: readonly StepResponse[], colours: Colours): string {
  const [head = '', ...lines] = alignColumns(withoutEmpty('WAITED', [HEAD, ...steps.map(cellsOf)]));
  const painted = lines.map((line, index) => paintState(line, steps[index]!.current_state, colours));
  return [colours.dim(head), ...painted, ''].join('\n');
}

/** What the table tells of a step, in one line without its name. */
export function stepText(step: StepResponse): string {
  const [, ...cells] = cellsOf(step);
  return alignColumns([cells.filter((cell) => cell !== '')]).join('');
}

function cellsOf(step: StepResponse): readonly string[] {
  const duration = step.results?.metadata.execution_time_ms ?? undefined;
  return [
    step.name,
    stateText(step.current_state, step.blocked_by),
    step.attempts === 0 ? '' : `${step.attempts} of ${step.max_attempts}`,
    duration === undefined ? '' : formatDuration(duration),
    waitedText(step),
    remarkOn(step),
  ];
}

/** A table without one of its columns, where no line has anything in it. */
function withoutEmpty(
  column: string,
  [head = [], ...lines]: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const place = head.indexOf(column);
  if (lines.some((cells) => cells[place] !== '')) return [head, ...lines];
  return [head, ...lines].map((cells) => cells.toSpliced(place, 1));
}

/** How long the step was held up: before attempts, and by other steps. */
function waitedText({ attempt_history: attempts, waits }: StepResponse): string {
  const forSteps = waits.map(({ started_at: from, ended_at: to }) =>
    to === null ? 0 : Date.parse(to) - Date.parse(from),
  );
  const total = [...attempts.map(({ waited_ms }) => waited_ms), ...forSteps].reduce((sum, ms) => sum + ms, 0);
  return total === 0 ? '' : formatDuration(total);
}

/** Why the step failed, or does not run, or how far it has come; nothing where there is no such thing to say. */
export function remarkOn({ results, blocked_by, checkpoint, current_state: state }: StepResponse): string {
  if (checkpoint !== null && state === 'in_progress') return `${count(checkpoint.items_processed, 'item')} so far`;
  if (results?.error !== undefined) {
    const { message, error_type: type, exception_type: exceptionType, retryable } = results.error;
    const code = results.metadata.error_code;
    const raised = exceptionType === undefined ? {} : { exceptionType };
    return errorText({ message, type, retryable, ...raised, ...(code !== null && { code }) });
  }
  return blocked_by.length > 0 ? blockersText(blocked_by) : '';
}
