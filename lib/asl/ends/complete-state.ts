import type { JsonObject } from '../../json.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Machine } from '../../flow/program.ts';
import type { NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';

/** So many steps are listed, which takes an engine less time, and tells people more. */
const MOST_LISTED = 8;

/**
 * The successful end: the output is each step's result, by step name. Many steps, and those that may have been skipped and so have no
 * result, are looked for in the containers. The workers of a batch are steps of their own.
 */
export function completeState({ entries, mayBeSkipped, batched }: Machine): NamedState {
  const name = wholeName('complete');
  if (entries.size <= MOST_LISTED && !mayBeSkipped) {
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    const results: JsonObject = Object.fromEntries(
      sorted.map(([step, slot]) => [`${step}.$`, `${slotPath(slot)}.result`]),
    );
    return [name, { Type: 'Pass', Parameters: results, End: true }];
  }
  const own = '{$k:$v.result}';
  const workers = '$merge($v.workers[$exists(result)]{worker:result})';
  const result = batched.size === 0 ? own : `$k in ${JSON.stringify([...batched].sort())}?${workers}:${own}`;
  // What lies in a container is an entry, a container of a group or a branch, or nothing of ours.
  const walk = `$walk:=function($c){$merge($each($c,function($v,$k){$type($v.after)='array'?(${result}):$type($v)='object'?$walk($v)}))}`;
  return [
    name,
    {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Comment: "The output is each step's result, by the step's name.",
      Output: `{% (${walk};$walk($states.input.steps)) %}`,
      End: true,
    },
  ];
}
