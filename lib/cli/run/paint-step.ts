import type { StepView } from '../../client/index.ts';
import type { Colours } from '../colours.ts';

/** Paints the line of a step by how it stands: what needs no look is dim. */
export function paintStep(line: string, { state }: StepView, colours: Colours): string {
  switch (state) {
    case 'complete':
    case 'resolved_manually':
      return colours.green(line);
    case 'error':
      return colours.red(line);
    case 'waiting_for_retry':
      return colours.yellow(line);
    case 'pending':
    case 'in_progress':
    case 'cancelled':
      return colours.dim(line);
  }
}
