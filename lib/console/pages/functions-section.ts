import { formatNumber } from '../../diagnostics/wording.ts';
import { markup, type Html } from '../html.ts';
import type { FunctionFacts } from '../workshop.ts';
import { scrolling, timeText } from './words.ts';

/** The functions that this machine runs. */
export function functionsSection(functions: readonly FunctionFacts[]): Html {
  if (functions.length === 0) {
    return markup`<p>No function is served. Handlers are found below <code>lambdas</code>, or where --handlers says:</p>
<pre tabindex="0">npx tasker-sfn local --handlers lambdas</pre>`;
  }
  return scrolling(
    'Functions',
    markup`<table><thead><tr><th scope="col">Function</th><th scope="col">Invocations</th><th scope="col">Failed</th><th scope="col">Reloads</th><th scope="col">Memory</th><th scope="col">Timeout</th><th scope="col">Last error</th></tr></thead>
<tbody>${functions.map(
      ({ name, invocations, failures, reloads, memory, timeout, lastError, lastErrorAt }) =>
        markup`<tr><td class="mono">${name}</td><td class="number">${formatNumber(invocations)}</td><td class="number">${formatNumber(failures)}</td><td class="number">${reloads}</td><td class="number">${memory !== undefined && `${memory} MB`}</td><td class="number">${timeout !== undefined && `${timeout} s`}</td><td class="message">${lastError !== undefined && markup`${lastError} <span class="faint">${lastErrorAt !== undefined && timeText(new Date(lastErrorAt).toISOString())}</span>`}</td></tr>`,
    )}</tbody></table>`,
  );
}
