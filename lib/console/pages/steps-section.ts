import type { StepView } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { markup, type Html } from '../html.ts';
import type { PayloadMode } from '../payloads.ts';
import { stepAnchor } from './step-anchor.ts';
import { stepDetails } from './step-details.ts';
import { stateText } from './words.ts';

/** Everything that is known of each step, folded away. Those that failed stand open. */
export function stepsSection(
  steps: readonly StepView[],
  mode: PayloadMode,
  logs: ReadonlyMap<string, readonly string[]> = new Map(),
): Html {
  return markup`<section id="steps" aria-labelledby="steps-title"><h2 id="steps-title">Steps</h2>${steps.map(
    (step) => markup`
<details class="step" id="${stepAnchor(step.name)}"${step.state === 'error' && markup` open`}><summary><strong>${step.name}</strong> ${stateText(step)}${
      step.attempts > 0 && markup`, ${count(step.attempts, 'attempt')} of ${step.maxAttempts}`
    }</summary>${stepDetails(step, mode, logs.get(step.name))}</details>`,
  )}</section>`;
}
