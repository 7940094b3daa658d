import type { Line, Slot } from '../../flow/slots.ts';
import { memberPath } from './member-path.ts';

/** The path of a slot in the state data: `$.steps.a`, and of a step in a branch `$.steps.p_x.b0.a`. */
export function slotPath({ container, member }: Slot): string {
  return memberPath('member' in container ? slotPath(container) : linePath(container), member);
}

/** The path of what a line of states holds at its depth. */
function linePath(line: Line): string {
  return `$.${lineName(line)}`;
}

/** The member of the state data for what a line of states holds at its depth. */
export function lineName({ depth, holds }: Line): string {
  switch (holds) {
    case 'entries':
      return depth === 0 ? 'steps' : `steps_${depth}`;
    case 'received':
      return `received_${depth}`;
  }
}
