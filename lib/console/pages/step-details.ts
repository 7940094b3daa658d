import type { AttemptError, StepAttempt, StepCheckpointView, StepView, StepWait } from '../../client/index.ts';
import { errorName } from '../../client/view/attempt-error.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { markup, type Html } from '../html.ts';
import { payload, type PayloadMode } from '../payloads.ts';

/** What is known of a step, beside its name and state. */
export function stepDetails(step: StepView, mode: PayloadMode, logs: readonly string[] = []): Html {
  const failure = step.state === 'complete' ? undefined : step.error;
  return markup`${[
    failure !== undefined && errorOf(failure, mode),
    step.blockedBy !== undefined && markup`<p>Does not run, since ${step.blockedBy.join(', ')} failed.</p>`,
    step.checkpoint !== undefined && checkpointOf(step.checkpoint),
    step.dependencies.length > 0 && markup`<p>Depends on ${step.dependencies.join(', ')}.</p>`,
    step.waits?.map(waitOf),
    step.history.length > 0 && attemptsOf(step.history, mode),
    step.history.map((attempt) => payload(`Input of attempt ${attempt.attempt}`, attempt.input, mode)),
    payload('Result', step.result, mode),
    logs.length > 0 && mode !== 'redacted' && logOf(logs),
  ]}`;
}

function waitOf({ kind, for: held, from, to }: StepWait): Html {
  const lasted = to !== undefined && `${formatDuration(Date.parse(to) - Date.parse(from))} `;
  return markup`<p>Waited ${lasted}for ${held.join(', ')}${kind === 'barrier' && ': a barrier of the plan'}.</p>`;
}

function logOf(lines: readonly string[]): Html {
  return markup`<details class="payload"><summary>Log, ${count(lines.length, 'line')}</summary><pre tabindex="0">${lines.join('\n')}</pre></details>`;
}

function checkpointOf({ itemsProcessed, yields, at }: StepCheckpointView): Html {
  const far = `${count(itemsProcessed, 'item')} processed at ${at}, after ${count(yields, 'yield')}`;
  return markup`<p class="faint">Last checkpoint: ${far}.</p>`;
}

/** Attempts, one on each line. */
export function attemptsOf(attempts: readonly StepAttempt[], mode: PayloadMode): Html {
  return markup`<ol>${attempts.map((attempt, index) => {
    const { attempt: number, state, scheduledAt, endedAt, waitedMs, error, log } = attempt;
    const waited = waitedMs > 0 && `, after a wait of ${formatDuration(waitedMs)}`;
    const took = endedAt !== undefined && ` in ${formatDuration(Date.parse(endedAt) - Date.parse(scheduledAt))}`;
    return markup`<li${number !== index + 1 && markup` value="${number}"`}><span class="${state}">${state.replaceAll('_', ' ')}</span>${took}<span class="faint">, at ${scheduledAt.slice(11, 23)}${waited}${log?.requestId !== undefined && `, request ${log.requestId}`}</span>${error !== undefined && markup`<br>${errorText(error, mode)}`}</li>`;
  })}</ol>`;
}

/** What failed and why. What a handler says of it may hold anything: redacted, its kind alone is told. */
export function errorText(error: AttemptError, mode: PayloadMode): string {
  const { type, message } = error;
  return mode === 'redacted'
    ? `${type}, with a message of ${message.length} characters`
    : `${errorName(error)}: ${message}`;
}

function errorOf(error: AttemptError, mode: PayloadMode): Html {
  const name = errorName(error);
  const { type, message, stack, retryable } = error;
  const notAgain = !retryable && markup` <span class="faint">Not retryable.</span>`;
  if (mode === 'redacted') return markup`<div class="failure">${errorText(error, mode)}.${notAgain}</div>`;
  return markup`<div class="failure"><strong>${name}</strong>${name !== type && ` (${type})`}: ${message}${notAgain}${stack !== undefined && stack !== '' && markup`<pre tabindex="0">${stack}</pre>`}</div>`;
}
