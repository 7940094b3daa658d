import type { JsonObject } from '../../json.ts';
import { WireError } from '../../contract/errors.ts';
import { auxiliaryName, taskName } from '../../contract/state-names.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import type { RunBlock } from '../../flow/program.ts';
import type { Catcher, PassState } from '../../states-language/types.ts';
import type { Exits, Fragment, NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import { allComplete } from '../paths/all-complete.ts';
import { slotPath } from '../paths/slot-path.ts';
import { failureEntry } from '../run/failure-entry.ts';
import { retriersOf } from '../run/retriers.ts';
import { openingRetry } from '../run/retry-states.ts';
import { stepPayload } from '../run/step-payload.ts';
import { blockedState } from './blocked-state.ts';
import type { Line } from './line.ts';

/** A step: its Task, the Pass that records its failure, and where needed a guard before it. */
export function printRun(block: RunBlock, exits: Exits, line: Line): Fragment {
  const { step } = block;
  const task = taskName(step.name);
  const failed = auxiliaryName(step.name, 'failed');
  const blocked = block.canBeBlocked ? blockedState(block, exits.blocked) : undefined;
  const guard = block.tested.length === 0 || blocked === undefined ? [] : [guardState(block, task, blocked[0])];
  const { opening } = line;
  const retry = opening === undefined || line.retry === undefined ? [] : [openingRetry(step.name, line.retry)];
  const states: readonly NamedState[] = [
    ...guard,
    [
      task,
      {
        Type: 'Task',
        ...(step.description !== undefined && { Comment: step.description }),
        Resource: integrationArn('lambda:invoke'),
        Parameters: { FunctionName: line.functions.of(step.callable), Payload: stepPayload(step, opening?.task) },
        ...(step.timeoutSeconds !== undefined && { TimeoutSeconds: step.timeoutSeconds }),
        ...entryFields(block, opening),
        Retry: retriersOf(step.retries),
        Catch: catchersOf(step, failed, line),
        ...exits.complete,
      },
    ],
    ...retry,
    [failed, { ...failedState(block, opening), ...exits.incomplete }],
  ];
  return { entry: guard[0]?.[0] ?? task, states, ...(blocked !== undefined && { blocked }) };
}

/** A Choice before a step to which control can come while one of its dependencies has failed or is blocked. */
function guardState({ step, tested }: RunBlock, task: string, blocked: string): NamedState {
  return [
    auxiliaryName(step.name, 'ready?'),
    { Type: 'Choice', Choices: [{ ...allComplete(tested), Next: task }], Default: blocked },
  ];
}

/** What the Task leaves: the step's entry; where it opens the execution all there is, and where it ends it too, the output. */
function entryFields({ step, slot }: RunBlock, opening: Line['opening']) {
  if (opening?.ends === true) return { ResultSelector: { [`${step.name}.$`]: '$.Payload.result' } };
  const entry: JsonObject = { 'result.$': '$.Payload.result', after: step.after };
  if (opening !== undefined) return { ResultSelector: { task: opening.task, steps: { [step.name]: entry } } };
  return { ResultSelector: entry, ResultPath: slotPath(slot) };
}

/** Leaves the entry of a failure. What is caught lies at `$.caught`; where the step opens the execution it is all there is. */
function failedState({ step, slot }: RunBlock, opening: Line['opening']): Omit<PassState, 'Next' | 'End'> {
  if (opening === undefined) return { Type: 'Pass', Parameters: failureEntry(step.name), ResultPath: slotPath(slot) };
  return { Type: 'Pass', Parameters: { task: opening.task, steps: { [step.name]: failureEntry(step.name, '$') } } };
}

function catchersOf({ name, retries }: ProgramStep, failed: string, { opening, retry }: Line): readonly Catcher[] {
  const at = (path: string) => (opening === undefined ? { ResultPath: path } : {});
  const otherwise: Catcher = { ErrorEquals: ['States.ALL'], ...at('$.caught'), Next: failed };
  if (retries.delays.length === 0 || retry === undefined) return [otherwise];
  const read = opening === undefined ? retry.read : auxiliaryName(name, 'retry');
  return [{ ErrorEquals: [WireError.retryAfter], ...at('$.retry'), Next: read }, otherwise];
}
