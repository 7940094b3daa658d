import type { DeadLetter } from '../../client/index.ts';
import { errorName } from '../../client/view/attempt-error.ts';
import { readFailure } from '../../client/view/read-error.ts';
import type { Colours } from '../colours.ts';

/** A dead letter for people: the task, why it ended, how it stands with it, and what to run. */
export function deadLetterText(letter: DeadLetter, colours: Colours): string {
  const { task_snapshot: task, resolution_notes: notes, resolved_by: by } = letter;
  const resolved = [letter.resolution_status, ...(by === null ? [] : [`by ${by}`])].join(' ');
  const rows: readonly (readonly [string, string | null])[] = [
    ['template', `${task.namespace}/${task.name} ${task.version}`],
    ['reason', letter.dlq_reason],
    ['ended', letter.dlq_timestamp],
    ['resolution', letter.resolution_timestamp === null ? resolved : `${resolved}, ${letter.resolution_timestamp}`],
    ['notes', notes],
    ['error', task.message === null ? task.error : `${task.error}: ${task.message}`],
  ];
  const lines = rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(11)} ${oneLine(value)}`]));
  const failed = task.failed_steps.map((failure) => {
    const { error } = readFailure(failure);
    return `  ${failure.step}  ${errorName(error)}: ${oneLine(error.message)}`;
  });
  const blocked =
    typeof task.blocked_steps === 'number' ? `${task.blocked_steps} steps` : task.blocked_steps.join(', ');
  return [
    colours.bold(letter.task_uuid),
    ...lines,
    ...(failed.length > 0 ? ['', 'Failed steps:', ...failed] : []),
    ...(blocked === '' ? [] : ['', `Blocked: ${blocked}`]),
    '',
    'To look at it, and to go on:',
    ...task.repair.map((command) => `  ${command}`),
    '',
  ].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
