import type { JsonValue } from '../../json.ts';
import type { StepView, TaskExecution } from '../../client/index.ts';
import { isDone } from '../../client/view/step-view.ts';
import { markup, type Html } from '../html.ts';
import { payloadText } from '../payloads.ts';
import type { CodePlace, InvocationLog } from '../workshop.ts';
import { linesOf } from './log-section.ts';
import { stepDetails } from './step-details.ts';
import { runPath, scrolling, stateText } from './words.ts';

/** What is known of a step of a run. */
export interface StepPage {
  readonly task: TaskExecution;
  readonly step: StepView;
  /** The state that runs it, in States Language. */
  readonly state: JsonValue | undefined;
  /** Where in the project's sources it last threw. */
  readonly place: CodePlace | undefined;
  readonly logs: readonly InvocationLog[];
}

/** The page of a step of a run. */
export function stepSections({ task, step, state, place, logs }: StepPage): Html {
  return markup`<p>${stateText(step)} in <a href="${runPath(task.id)}">${task.identity.name} <span class="mono">${task.id}</span></a></p>
${place !== undefined && !isDone(step.state) && codeOf(place)}
${stepDetails(step, 'unmaskable')}
${logs.length > 0 && markup`<h2>Log</h2>${logs.map(({ text }) => linesOf(text))}`}
${state !== undefined && markup`<details class="payload"><summary>States Language</summary>${payloadText(state, 'unmaskable')}</details>`}`;
}

function codeOf({ place, editorUrl, code }: CodePlace): Html {
  return markup`<section aria-labelledby="code-title"><h2 id="code-title">Thrown at <a class="mono" href="${editorUrl}">${place}</a></h2>
${scrolling('Code', markup`<pre class="code">${code.map(({ number, text, isMeant }) => markup`<span${isMeant && markup` class="meant"`}>${String(number).padStart(5)}  ${text}\n</span>`)}</pre>`)}</section>`;
}
