import type { Slot } from '../../flow/slots.ts';
import { lineName, slotPath } from './slot-path.ts';

/** The path of a slot in JSONata, where a path that leads nowhere is no error. */
export function slotExpression(slot: Slot): string {
  return slotPath(slot)
    .replace(/^\$/, '$states.input')
    .replace(/\['([^']*)'\]/g, '.`$1`');
}

/** The same of a container, which may be the one of the machine. */
export function containerExpression(container: Slot['container']): string {
  return 'member' in container ? slotExpression(container) : `$states.input.${lineName(container)}`;
}
