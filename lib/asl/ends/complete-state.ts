import type { JsonObject } from '../../json.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Machine, RunBlock } from '../../flow/program.ts';
import type { NamedState } from '../fragment.ts';
import { entriesIn, IS_SETTLED } from '../paths/entries-in.ts';
import { jsonataText } from '../paths/jsonata-text.ts';
import { slotExpression } from '../paths/slot-expression.ts';
import { levelsOf } from '../../flow/slots.ts';
import { slotPath } from '../paths/slot-path.ts';

/** So many steps are listed, which takes an engine less time, and tells people more. */
const MOST_LISTED = 8;

/**
 * The successful end: the output is each step's result, by step name. Many steps, and those that may have been skipped and so have no
 * result, are looked for in the containers. The workers of a batch are steps of their own.
 */
export function completeState(machine: Machine): NamedState {
  const name = wholeName('complete');
  if (isListed(machine)) {
    const results: JsonObject = Object.fromEntries(
      sortedEntries(machine).map(([step, slot]) => [`${step}.$`, `${slotPath(slot)}.result`]),
    );
    return [name, { Type: 'Pass', Parameters: results, End: true }];
  }
  return [
    name,
    {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Comment: "The output is each step's result, by the step's name.",
      Output: `{% (${walkOf(machine)}) %}`,
      End: true,
    },
  ];
}

/** The same output, made by the Task of the step that ends the machine: its own entry is what its function replies. */
export function completeOutput(machine: Machine, { step: { name } }: RunBlock): string {
  const own = '$states.result.result';
  if (!isListed(machine)) return `{% (${walkOf(machine, `,{${jsonataText(name)}:${own}}`)}) %}`;
  const results = sortedEntries(machine).map(
    ([step, slot]) => `${jsonataText(step)}:${step === name ? own : `${slotExpression(slot)}.result`}`,
  );
  return `{% {${results.join(',')}} %}`;
}

function isListed({ entries, mayBeSkipped }: Machine): boolean {
  return entries.size <= MOST_LISTED && !mayBeSkipped;
}

function sortedEntries({ entries }: Machine) {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The results of all steps, in JSONata. */
function walkOf({ entries, batched, received }: Machine, more = ''): string {
  const own = '{$k:$v.result}';
  const workers = '$merge($v.workers[$exists(result)]{worker:result})';
  const result = batched.size === 0 ? own : `$k in ${JSON.stringify([...batched].sort())}?${workers}:${own}`;
  const found = entriesIn('$states.input.steps', { levels: levelsOf(entries), received }, IS_SETTLED);
  const all = `$merge(${found}.$each(function($v,$k){${result}}))`;
  return more === '' ? all : `$merge([${all}${more}])`;
}
