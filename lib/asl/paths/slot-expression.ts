import type { Slot } from '../../flow/slots.ts';
import { slotPath } from './slot-path.ts';

/** The path of a slot in JSONata, where a path that leads nowhere is no error. */
export function slotExpression(slot: Slot): string {
  return slotPath(slot)
    .replace(/^\$/, '$states.input')
    .replace(/\['([^']*)'\]/g, '.`$1`');
}
