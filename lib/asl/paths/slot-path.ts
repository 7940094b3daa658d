import type { Line, Slot } from '../../flow/slots.ts';
import { memberPath } from './member-path.ts';

/** The path of a slot in the state data: `$.steps.a` at the top, `$.steps_1.b` in a branch, `$.steps.parallel_x[0].b` after it. */
export function slotPath({ container, member, index }: Slot): string {
  const path = memberPath('member' in container ? slotPath(container) : linePath(container), member);
  return index === undefined ? path : `${path}[${index}]`;
}

/** The path of what a line of states holds at its depth. */
export function linePath({ depth, holds }: Line): string {
  switch (holds) {
    case 'entries':
      return depth === 0 ? '$.steps' : `$.steps_${depth}`;
    case 'received':
      return `$.received_${depth}`;
  }
}
