import type { AttemptError, StepAttempt, StepCheckpointView, StepView } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { STATE_GLYPHS } from '../../viz/state-glyphs.ts';
import { markup, type Html } from '../html.ts';
import { payload, type PayloadMode } from '../payloads.ts';
import { stepAnchor } from './step-anchor.ts';

/** Everything that is known of each step, folded away. Those that failed stand open. */
export function stepsSection(
  steps: readonly StepView[],
  mode: PayloadMode,
  logs: ReadonlyMap<string, readonly string[]> = new Map(),
): Html {
  return markup`<section id="steps" aria-labelledby="steps-title">
    <h2 id="steps-title">Steps</h2>
    ${steps.map((step) => stepOf(step, mode, logs.get(step.name) ?? []))}
  </section>`;
}

function stepOf(step: StepView, mode: PayloadMode, logs: readonly string[]): Html {
  const state = step.blocked === true ? 'blocked' : step.state;
  const attempts = step.attempts === 0 ? '' : `, ${count(step.attempts, 'attempt')} of ${step.maxAttempts}`;
  const open = step.state === 'error' ? markup` open` : undefined;
  const failure = step.state === 'complete' ? undefined : step.error;
  return markup`<details class="step" id="${stepAnchor(step.name)}" ${open}>
    <summary>
      <span class="${state}"
        ><span class="mark" aria-hidden="true">${STATE_GLYPHS[state]}</span>
        <strong class="mono">${step.name}</strong> ${state.replaceAll('_', ' ')}</span
      ><span class="faint">${attempts}</span>
    </summary>
    ${failure !== undefined && errorOf(failure)}
    ${step.blockedBy !== undefined && markup`<p>Does not run, since ${step.blockedBy.join(', ')} failed.</p>`}
    ${step.checkpoint !== undefined && checkpointOf(step.checkpoint)}
    ${step.dependencies.length > 0 && markup`<p class="faint">Depends on ${step.dependencies.join(', ')}.</p>`}
    ${(step.waits ?? []).map(
      (wait) =>
        markup`<p class="faint">
          Waited for ${wait.for.join(', ')} from ${wait.from} to
          ${wait.to ?? 'now'}${wait.kind === 'barrier' && ': a barrier of the plan'}.
        </p>`,
    )}
    ${step.history.length > 0 && attemptsOf(step.history)}
    ${step.history.map((attempt) => payload(`Input of attempt ${attempt.attempt}`, attempt.input, mode))}
    ${payload('Result', step.result, mode)}
    ${
      logs.length > 0 &&
      mode === 'shown' &&
      markup`<details class="payload">
        <summary>Log, ${count(logs.length, 'line')}</summary>
        <pre>${logs.join('\n')}</pre>
      </details>`
    }
  </details>`;
}

function checkpointOf({ itemsProcessed, yields, at }: StepCheckpointView): Html {
  const far = `${count(itemsProcessed, 'item')} processed at ${at}, after ${count(yields, 'yield')}`;
  return markup`<p class="faint">Last checkpoint: ${far}.</p>`;
}

function attemptsOf(attempts: readonly StepAttempt[]): Html {
  return markup`<table>
    <thead>
      <tr>
        <th scope="col">Attempt</th>
        <th scope="col">Scheduled</th>
        <th scope="col">Waited</th>
        <th scope="col">Took</th>
        <th scope="col">How it ended</th>
      </tr>
    </thead>
    <tbody>
      ${attempts.map((attempt) => {
        const took =
          attempt.endedAt === undefined
            ? ''
            : formatDuration(Date.parse(attempt.endedAt) - Date.parse(attempt.scheduledAt));
        const { error, log } = attempt;
        return markup`<tr>
          <td>${attempt.attempt}</td>
          <td class="mono">${attempt.scheduledAt}</td>
          <td>${attempt.waitedMs > 0 && formatDuration(attempt.waitedMs)}</td>
          <td>${took}</td>
          <td>
            <span class="${attempt.state}">${attempt.state.replaceAll('_', ' ')}</span
            >${error !== undefined && `: ${error.code ?? error.type}: ${error.message}`}${log?.requestId !== undefined && markup`<br /><span class="faint mono">${log.requestId}</span>`}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function errorOf({ type, code, message, stack, retryable }: AttemptError): Html {
  return markup`<div class="failure">
    <strong>${code ?? type}</strong>${code !== undefined && ` (${type})`}:
    ${message}${!retryable && markup` <span class="faint">Not retryable.</span>`}
    ${stack !== undefined && markup`<pre>${stack}</pre>`}
  </div>`;
}
