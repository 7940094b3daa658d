import type { JsonObject } from '../../json.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Machine } from '../../flow/program.ts';
import type { NamedState } from '../fragment.ts';

/** No execution is older than a year; items of a table may go then. JSONPath cannot make seconds of a timestamp. */
const EXPIRY = '"expires": $string($floor($toMillis($states.context.Execution.StartTime) / 1000) + 31622400)';

/** Names of executions, and so their ARNs, can be used again after 90 days. */
const RUN = '"run": $states.context.Execution.Id & " " & $states.context.Execution.StartTime';

/** From here the state data holds what steps leave; the request stays in the context object. */
export function beginState({ hasRendezvous }: Machine, task: JsonObject, first: string): NamedState {
  const data = { task, steps: {} };
  if (!hasRendezvous) return [wholeName('begin'), { Type: 'Pass', Result: data, Next: first }];
  return [
    wholeName('begin'),
    {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Output: `{% $merge([${JSON.stringify(data)}, {${EXPIRY}, ${RUN}}]) %}`,
      Next: first,
    },
  ];
}
