import type { StepState, TaskStatus } from '../../client/index.ts';
import type { Colours } from '../colours.ts';

/** Paints what is said of a task or a step by its state. */
export function paintState(text: string, state: TaskStatus | StepState, colours: Colours): string {
  switch (state) {
    case 'complete':
    case 'resolved_manually':
      return colours.green(text);
    case 'error':
      return colours.red(text);
    case 'waiting_for_retry':
      return colours.yellow(text);
    case 'pending':
    case 'in_progress':
    case 'steps_in_process':
      return text;
    case 'cancelled':
      return colours.dim(text);
  }
}
