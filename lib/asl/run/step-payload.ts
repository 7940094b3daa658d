import type { JsonObject } from '../../json.ts';
import { USUAL_ATTEMPTS, usualDelays, WIRE_VERSION } from '../../contract/step-event.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import type { Program } from '../../flow/program.ts';
import type { Retries } from '../../flow/retries.ts';

/** What is the same for all steps: a `WireTask` of the contract. It lies in the state data. */
export function wireTask({ template: { namespace, name, version }, budget }: Program): JsonObject {
  return { wire: WIRE_VERSION, template: [namespace, name, version], budget: { ...budget } };
}

/** Where a step runs: what is in the state data, and what is not. */
export interface StepPlace {
  /** What all steps are sent, where the state data does not hold it yet but the request. */
  readonly task?: JsonObject | undefined;
  /** Whether the state data holds the task's execution. */
  readonly inChild: boolean;
}

/** What a step's function is sent, as a payload template: a `StepEvent` of the contract. The request takes so much room that it must not be sent twice. */
export function stepPayload(step: ProgramStep, { task, inChild }: StepPlace): JsonObject {
  return {
    ...(task !== undefined && { task }),
    step: wireStep(step),
    'data.$': '$',
    ...executionOf({ task, inChild }),
  };
}

/** The same in JSONata, of a step of the machine itself to which the state data comes. */
export function stepArguments(step: ProgramStep): JsonObject {
  return {
    step: wireStep(step),
    data: '{% $states.input %}',
    execution: { Execution: '{% $states.context.Execution %}', State: '{% $states.context.State %}' },
  };
}

function executionOf({ task, inChild }: StepPlace): JsonObject {
  // Of its own, a child's context object tells runs and redrives alone.
  if (inChild) return { 'state.$': '$$.State', 'redrives.$': '$$.Execution.RedriveCount' };
  return { execution: task === undefined ? WITH_REQUEST : WITHOUT_REQUEST };
}

/** What the template says of a step: a `WireStep` of the contract. */
export function wireStep(step: ProgramStep): JsonObject {
  return {
    name: step.name,
    callable: step.callable,
    ...(step.method !== undefined && { method: step.method }),
    ...configOf(step.config),
    ...(step.dependencies.length > 0 && { dependencies: step.dependencies }),
    ...(!step.retryable && { retryable: false }),
    ...retriesOf(step.retries),
    ...(step.timeoutSeconds !== undefined && { timeout_seconds: step.timeoutSeconds }),
    ...(step.branches !== undefined && { branches: step.branches }),
    ...(step.batches !== undefined && { batches: { ...step.batches } }),
    ...(step.batch !== undefined && { batch: { ...step.batch } }),
  };
}

/**
 * What a step's function is sent after a run that gave no answer: an `UnansweredRun` of the contract. `caught` is where the error lies,
 * `inChild` as in {@link StepPlace}.
 */
export function unansweredPayload(step: ProgramStep, caught: string, inChild: boolean): JsonObject {
  const { name, callable, retries, timeoutSeconds, batch } = step;
  return {
    unanswered: {
      name,
      callable,
      ...retriesOf(retries),
      ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
      ...(batch !== undefined && { batch: { ...batch } }),
    },
    'caught.$': caught,
    'data.$': '$',
    ...executionOf({ inChild }),
  };
}

/** Part by part, since not every engine takes `$$` alone for the whole. */
const WITH_REQUEST: JsonObject = { 'Execution.$': '$$.Execution', 'State.$': '$$.State' };

const WITHOUT_REQUEST: JsonObject = {
  Execution: {
    'Id.$': '$$.Execution.Id',
    'Name.$': '$$.Execution.Name',
    'StartTime.$': '$$.Execution.StartTime',
  },
  // Whole, since not every engine counts retries in it.
  'State.$': '$$.State',
};

/** Text instead of an object where a `$` would be read as a path or a substitution, and a text in it as JSONata. */
function configOf(initialization: JsonObject): { readonly config?: JsonObject | string } {
  if (Object.keys(initialization).length === 0) return {};
  const text = JSON.stringify(initialization);
  return { config: /\$|"\{%/.test(text) ? text.replaceAll('$', '\\u0024') : initialization };
}

/** As little as tells the policy: see `WireStep`. */
function retriesOf({ attempts, delays }: Retries): JsonObject {
  const usual = usualDelays(delays.length);
  const isUsual = delays.every((delay, retry) => delay === usual[retry]);
  return {
    ...(attempts !== USUAL_ATTEMPTS && { max_attempts: attempts }),
    // Further ones are like the last.
    ...(!isUsual && { delays: delays.slice(0, delays.findLastIndex((delay) => delay !== delays.at(-1)) + 2) }),
  };
}
