import type { JsonObject } from '../../json.ts';
import { markup, type Html } from '../html.ts';
import type { TemplateKey } from '../run-source.ts';
import { startPath } from './template-sections.ts';
import { templateName } from './start-sections.ts';

/** Where one may go on to that has no run to look at. */
export interface FirstSteps {
  /** One that can be tried, and what it may be given; undefined where there is none. */
  readonly template: TemplateKey | undefined;
  readonly context: JsonObject;
  /** Whether runs can be started in this console. */
  readonly canStart: boolean;
  /** Whether there are pages of state machines that run no template. */
  readonly hasMachines: boolean;
  /** Where the tasks go; undefined: to AWS. */
  readonly apiUrl: string | undefined;
}

/** What stands where runs will be: how to make the first one. */
export function emptyRuns({ template: first, context, canStart, hasMachines, apiUrl }: FirstSteps): Html {
  const machines = markup`<a href="/machines">Machines</a>`;
  if (first === undefined) {
    return markup`<p>Nothing has run yet, and no template is deployed: <a href="/templates">Templates</a> tells how to write one.${hasMachines && markup` Executions of state machines that run no template are among ${machines}.`}</p>`;
  }
  const given = `'${JSON.stringify(context).replaceAll("'", String.raw`'\''`)}'`;
  const endpoint = apiUrl === undefined ? '' : ` --endpoint ${apiUrl}`;
  return markup`<p>Nothing has run yet. ${canStart ? markup`<a href="${startPath(first)}">Start a task</a>, or look at the ` : 'Look at the '}<a href="/templates">templates</a>. From a terminal:</p>
<pre tabindex="0">npx tasker-sfn task create ${templateName(first)} --context ${given}${endpoint}</pre>${
    hasMachines && markup`<p>Executions of state machines that run no template are among ${machines}.</p>`
  }`;
}
