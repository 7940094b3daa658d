import type { JsonValue } from '../../json.ts';
import type { StepView } from '../../client/index.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { differencesOf } from '../differences.ts';
import { markup, type Html } from '../html.ts';
import { maskSecrets } from '../payloads.ts';
import type { ShownRun } from '../shown-run.ts';
import { titleOf } from '../view-run.ts';
import { durationOf, runPath, scrolling, stateText, statusPill, stepPath, timeText } from './words.ts';

/** Differences that are shown of one value. */
const MOST_SHOWN = 20;

/** Two runs beside each other: what differs in what they were given, and in what each step did. */
export function compareSections(a: ShownRun, b: ShownRun): Html {
  const names = [...new Set([...a.steps, ...b.steps].map(({ name }) => name))];
  const find = (task: ShownRun, name: string) => task.steps.find((step) => step.name === name);
  const head = (task: ShownRun) =>
    markup`<p>${statusPill(task)} <a class="mono" href="${runPath(task.id)}">${task.id}</a><br><span class="faint">${titleOf(task)} ${task.identity.version}, ${timeText(task.startedAt)}</span></p>`;
  return markup`<div class="pair">${head(a)}${head(b)}</div>
<h2>${a.machine === undefined ? 'Context' : 'Input'}</h2>${differenceList(givenTo(a), givenTo(b))}
<h2>Steps</h2>${scrolling(
    'Steps of both runs',
    markup`<table><thead><tr><th scope="col">Step</th><th scope="col">First</th><th scope="col">Second</th><th scope="col">Difference in time</th><th scope="col">Difference in result</th></tr></thead>
<tbody>${names.map((name) => {
      const [one, other] = [find(a, name), find(b, name)];
      return markup`<tr><td class="mono">${name}</td><td>${cellOf(a.id, one)}</td><td>${cellOf(b.id, other)}</td><td class="number">${timeBetween(one, other)}</td><td>${
        one?.result !== undefined && other?.result !== undefined && differenceList(one.result, other.result)
      }</td></tr>`;
    })}</tbody></table>`,
  )}`;
}

function givenTo({ request, machine }: ShownRun): JsonValue {
  return machine === undefined ? (request.context ?? {}) : (machine.input ?? {});
}

function cellOf(id: string, step: StepView | undefined): Html {
  if (step === undefined) return markup`<span class="faint">no such step</span>`;
  const took = durationOf(step);
  return markup`<a href="${stepPath(id, step.name)}">${stateText(step)}</a>${step.attempts > 1 && ` ${step.attempts} attempts`}${took !== undefined && ` ${formatDuration(took)}`}`;
}

function timeBetween(a: StepView | undefined, b: StepView | undefined): string {
  const [first, second] = [a && durationOf(a), b && durationOf(b)];
  if (first === undefined || second === undefined || first === second) return '';
  return `${second > first ? '+' : '−'}${formatDuration(Math.abs(second - first))}`;
}

function differenceList(a: JsonValue, b: JsonValue): Html {
  const found = differencesOf(maskSecrets(a), maskSecrets(b));
  if (found.length === 0) return markup`<span class="faint">none</span>`;
  const text = (value: JsonValue | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return markup`<ul class="plain">${found
    .slice(0, MOST_SHOWN)
    .map(
      ({ path, before, after }) =>
        markup`<li><span class="mono">${path || '/'}</span> <del class="mono">${text(before)}</del> <ins class="mono">${text(after)}</ins></li>`,
    )}${found.length > MOST_SHOWN && markup`<li>and ${found.length - MOST_SHOWN} more</li>`}</ul>`;
}
