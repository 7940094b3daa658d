import type { StateMachine } from '../../client/index.ts';
import type { Pagination } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { markup, type Html } from '../html.ts';
import type { ListedExecution, OtherMachine } from '../machines/other-machines.ts';
import type { MachineRun } from '../shown-run.ts';
import { machinePicture } from './machine-frame.ts';
import { elapsedText, pageLinks, runPath, scrolling, statusPillOf, timeText } from './words.ts';

/** Executions on a page. */
export interface ExecutionPage {
  readonly executions: readonly ListedExecution[];
  readonly pagination: Pagination;
}

/** The state machines that run no template, and their newest executions. */
export function machinesSections(machines: readonly OtherMachine[], page: ExecutionPage, now: number): Html {
  if (machines.length === 0) {
    return markup`<p>There is no state machine but those of <a href="/templates">templates</a>. Any definition in States Language can be served here, and is shown state by state:</p>
<pre tabindex="0">npx tasker-sfn local --definitions machines/order.asl.json</pre>`;
  }
  return markup`${scrolling(
    'State machines',
    markup`<table><thead><tr><th scope="col">State machine</th><th scope="col">Type</th><th scope="col">Created</th></tr></thead>
<tbody>${machines.map(
      ({ arn, name, type, createdAt }) =>
        markup`<tr><td><a class="row" href="${machinePath(arn)}">${name}</a></td><td>${type.toLowerCase()}</td><td class="mono">${timeText(createdAt)}</td></tr>`,
    )}</tbody></table>`,
  )}
<h2>Newest executions</h2>${executionTable(page, machines[0]?.arn ?? '', '/machines', now)}`;
}

/** A state machine: what it looks like, its executions, and the form that starts one. */
export function machineSections(
  machine: OtherMachine & { readonly definition: StateMachine },
  page: ExecutionPage,
  { now, canStart, input }: { readonly now: number; readonly canStart: boolean; readonly input: string },
): Html {
  const { arn, name, type, definition } = machine;
  return markup`<div class="facts"><p><span class="faint">Type</span> ${type.toLowerCase()}</p><p><span class="faint">ARN</span> <span class="mono">${arn}</span></p></div>
${
  canStart &&
  markup`<details class="act"${input !== '{}' && markup` open`}><summary>Start an execution…</summary><form class="act" data-path="${machinePath(arn)}/start"><label class="wide">Input<textarea class="mono" name="input" rows="6" spellcheck="false">${input}</textarea></label><label>Name<input name="name" autocomplete="off" placeholder="given by the service" maxlength="80"></label><button type="submit" class="main">Start</button><output aria-live="polite"></output></form></details>`
}
<h2>States</h2>${machinePicture(definition, name)}
<h2>Executions</h2>${
    type === 'EXPRESS'
      ? markup`<p>What Express machines do is kept in their logs alone.</p>`
      : executionTable(page, arn, machinePath(arn), now)
  }`;
}

/** The name of a machine, as a link to its page where it has one. */
export function machineName({ arn, name }: Pick<MachineRun, 'arn' | 'name'>): Html {
  return arn === undefined ? markup`${name}` : markup`<a href="${machinePath(arn)}">${name}</a>`;
}

/** The page of a machine. */
export function machinePath(arn: string): string {
  return `/machines/${encodeURIComponent(arn)}`;
}

function executionTable({ executions, pagination }: ExecutionPage, arn: string, path: string, now: number): Html {
  if (executions.length === 0) {
    return markup`<p>Nothing has been started yet. An execution is started on the page of its machine, or from a terminal:</p>
<pre tabindex="0">aws stepfunctions start-execution --state-machine-arn ${arn} --input '{}'</pre>`;
  }
  return markup`<p class="faint">${count(pagination.total_count, 'execution')}</p>${scrolling(
    'Executions',
    markup`<table class="runs rows"><thead><tr><th scope="col">Status</th><th scope="col">State machine</th><th scope="col">Execution</th><th scope="col">Started</th><th scope="col">Took</th></tr></thead>
<tbody>${executions.map(
      ({ arn, name, machine, status, startedAt, stoppedAt }) =>
        markup`<tr><td>${statusPillOf(status)}</td><td>${machine}</td><td class="mono id"><a class="row" href="${runPath(arn)}">${name}</a></td><td class="mono">${timeText(startedAt)}</td><td>${elapsedText(startedAt, stoppedAt, now)}</td></tr>`,
    )}</tbody></table>`,
  )}${pageLinks(pagination, (number) => `${path}?page=${String(number)}`)}`;
}
