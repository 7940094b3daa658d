import type { TaskExecution } from '../../client/index.ts';
import type { JsonValue } from '../../json.ts';
import { count } from '../../diagnostics/wording.ts';
import { markup, type Html } from '../html.ts';
import { logLines } from '../log-lines.ts';
import { maskSecrets } from '../payloads.ts';
import type { InvocationLog } from '../workshop.ts';
import { stepPath } from './words.ts';

/** Invocations whose logs are shown on one page. */
const MOST_SHOWN = 200;

/** What the handlers of a run have logged on this machine. */
export function logSection({ id }: TaskExecution, logs: readonly InvocationLog[]): Html {
  if (logs.length === 0) return markup`<p>No handler of this run has ended since this server was started.</p>`;
  const newest = logs.slice(-MOST_SHOWN);
  return markup`${newest.length < logs.length && markup`<p class="faint">The newest ${MOST_SHOWN} of ${count(logs.length, 'invocation')}; a step's page has all of its own.</p>`}${newest.map(
    ({ step, functionName, at, text }) =>
      markup`<h2 class="minor"><a class="mono row" href="${stepPath(id, step)}">${step}</a> <span class="faint">${functionName}, until ${new Date(at).toISOString()}</span></h2>${linesOf(text)}`,
  )}`;
}

/** A log, line by line. */
export function linesOf(text: string): Html {
  return markup`<table class="log"><tbody>${logLines(text).map(
    ({ text: line, level, time, rest }) =>
      markup`<tr><td class="mono faint">${time?.slice(11, 23)}</td><td class="level ${level?.toLowerCase()}">${level}</td><td><span class="${level === undefined && 'mono faint'}">${line}</span>${rest !== undefined && fieldList(rest)}</td></tr>`,
  )}</tbody></table>`;
}

/** What else a line tells. */
export function fieldList(rest: Readonly<Record<string, JsonValue>>): Html {
  return markup`<ul class="rest">${Object.entries(maskSecrets(rest)).map(
    ([key, value]) =>
      markup`<li><span class="faint">${key}</span> <span class="mono">${typeof value === 'string' ? value : JSON.stringify(value)}</span></li>`,
  )}</ul>`;
}
