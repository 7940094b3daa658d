import type { JsonValue } from '../../json.ts';
import type { StepAttempt, StepView } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import type { StateView } from '../../client/view/view-states.ts';
import { isDone } from '../../client/view/step-view.ts';
import { markup, type Html } from '../html.ts';
import { payload, payloadText } from '../payloads.ts';
import type { ShownRun } from '../shown-run.ts';
import type { CodePlace, InvocationLog } from '../workshop.ts';
import { linesOf } from './log-section.ts';
import { attemptsOf, stepDetails } from './step-details.ts';
import { runPath, scrolling, stateText } from './words.ts';

/** What is known of a step of a run. */
export interface StepPage {
  readonly task: ShownRun;
  readonly step: StepView;
  /** The state that runs it, in States Language. */
  readonly state: JsonValue | undefined;
  /** What control brought to it and what it left, of a state of a machine that runs no template. */
  readonly view?: StateView | undefined;
  /** Where in the project's sources it last threw. */
  readonly place: CodePlace | undefined;
  readonly logs: readonly InvocationLog[];
  /** Where the log of a step is that runs on another machine. */
  readonly logPath?: string | undefined;
}

/** The page of a step of a run. */
export function stepSections({ task, step, state, view, place, logs, logPath }: StepPage): Html {
  return markup`<p>${stateText(step)} in <a href="${runPath(task.id)}">${task.identity.name} <span class="mono">${task.id}</span></a></p>
${task.machine === undefined && markup`<p><a href="${runPath(task.id)}?${new URLSearchParams({ at: step.name }).toString()}">In the graph</a></p>`}
${place !== undefined && !isDone(step.state) && codeOf(place)}
${view !== undefined && view.times > 1 && markup`<p class="faint">Control came to it ${view.times} times. The input and the output are those of the last time.</p>`}
${stepDetails(view === undefined ? step : { ...step, history: step.history.filter(({ attempt }) => !view.earlier.has(attempt)) }, 'unmaskable')}
${view !== undefined && earlierTries(step, view)}
${payload('Input', view?.input, 'unmaskable')}${step.result === undefined && payload('Output', view?.output, 'unmaskable')}
${logPath !== undefined && markup`<p><a href="${logPath}">Log of the step</a></p>`}
${logs.length > 0 && markup`<h2>Log</h2>${logs.map(({ text }, index) => markup`${logs.length > 1 && logs.length === step.history.length && markup`<h3>Attempt ${step.history[index]?.attempt}</h3>`}${linesOf(text)}`)}`}
${state !== undefined && markup`<details class="payload"><summary>States Language</summary>${payloadText(state, 'unmaskable')}</details>`}`;
}

/** What it did in tries of what is around it that failed: folded away, since it was done again. */
function earlierTries({ history }: StepView, { earlier }: StateView): readonly Html[] {
  const tries = new Map<string, StepAttempt[]>();
  for (const attempt of history) {
    const of = earlier.get(attempt.attempt);
    if (of === undefined) continue;
    const title = `In try ${of.number} of ${of.group}`;
    tries.set(title, [...(tries.get(title) ?? []), attempt]);
  }
  return [...tries].map(
    ([title, attempts]) =>
      markup`<details><summary>${title}, which failed and was tried again: ${count(attempts.length, 'attempt')}</summary>${attemptsOf(attempts, 'unmaskable')}</details>`,
  );
}

function codeOf({ place, editorUrl, code }: CodePlace): Html {
  return markup`<section aria-labelledby="code-title"><h2 id="code-title">Thrown at <a class="mono" href="${editorUrl}">${place}</a></h2>
${scrolling('Code', markup`<pre class="code">${code.map(({ number, text, isMeant }) => markup`<span${isMeant && markup` class="meant"`}>${String(number).padStart(5)}  ${text}\n</span>`)}</pre>`)}</section>`;
}
