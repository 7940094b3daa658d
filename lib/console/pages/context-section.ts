import type { JsonObject } from '../../json.ts';
import type { ShownRun } from '../shown-run.ts';
import { markup, type Html } from '../html.ts';
import { payloadText } from '../payloads.ts';

/** What a run was asked for, and what came of it. */
export function contextSection({ request, steps, arn, machine }: ShownRun): Html {
  if (machine !== undefined) {
    const { input, output } = machine;
    return markup`<h2>Input</h2>${payloadText(input ?? null, 'unmaskable')}
<h2>Output</h2>${output === undefined ? markup`<p class="faint">There is none.</p>` : payloadText(output, 'unmaskable')}`;
  }
  const { context = {}, ...others } = request;
  const results = steps.flatMap(({ name, result }): [string, JsonObject][] =>
    result === undefined ? [] : [[name, result]],
  );
  return markup`<h2>Context</h2>${payloadText(context, 'unmaskable')}
<h2>Request</h2>${payloadText({ ...others, execution_arn: arn }, 'unmaskable')}
<h2>Results</h2>${results.length === 0 ? markup`<p class="faint">No step is complete.</p>` : payloadText(Object.fromEntries(results), 'unmaskable')}`;
}
