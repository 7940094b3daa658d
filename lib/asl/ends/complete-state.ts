import type { JsonObject } from '../../json.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Machine } from '../../flow/program.ts';
import type { Slot } from '../../flow/slots.ts';
import type { NamedState } from '../fragment.ts';
import { slotExpression } from '../paths/slot-expression.ts';
import { slotPath } from '../paths/slot-path.ts';

/**
 * The successful end: the output is each step's result, by step name. Steps that may have been skipped, and so have none, take
 * JSONata, which leaves out what is not there. The workers of a batch are steps of their own.
 */
export function completeState({ entries, mayBeSkipped, batched }: Machine): NamedState {
  const name = wholeName('complete');
  if (!mayBeSkipped)
    return [name, { Type: 'Pass', Parameters: byName(entries, (path) => `${path}.result`), End: true }];
  const all = sorted(entries);
  const members = all
    .filter(([step]) => !batched.has(step))
    .map(([step, slot]) => `${JSON.stringify(step)}: ${slotExpression(slot)}.result`);
  const workers = all
    .filter(([step]) => batched.has(step))
    .map(([, slot]) => `${slotExpression(slot)}.workers[$exists(result)]{worker: result}`);
  const results = `{${members.join(', ')}}`;
  const output = workers.length === 0 ? results : `$merge([${[results, ...workers].join(', ')}])`;
  return [name, { Type: 'Pass', QueryLanguage: 'JSONata', Output: `{% ${output} %}`, End: true }];
}

function byName(entries: ReadonlyMap<string, Slot>, expression: (path: string) => string): JsonObject {
  return Object.fromEntries(sorted(entries).map(([name, slot]) => [`${name}.$`, expression(slotPath(slot))]));
}

function sorted(entries: ReadonlyMap<string, Slot>): readonly (readonly [string, Slot])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
