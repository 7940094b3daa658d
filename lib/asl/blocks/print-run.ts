import type { JsonObject } from '../../json.ts';
import { WireError } from '../../contract/errors.ts';
import { auxiliaryName, taskName } from '../../contract/state-names.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import { canCome } from '../../flow/guard.ts';
import type { RunBlock } from '../../flow/program.ts';
import type { Catcher, PassState } from '../../states-language/types.ts';
import type { Exits, Fragment, NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import { slotPath } from '../paths/slot-path.ts';
import { failureEntry, workerFailure } from '../run/failure-entry.ts';
import { retriersOf } from '../run/retriers.ts';
import { openingRetry } from '../run/retry-states.ts';
import { stepPayload } from '../run/step-payload.ts';
import { blockedState } from './blocked-state.ts';
import { guardStates, skippedState } from './guard-states.ts';
import type { Line } from './line.ts';

/** A step: its Task, the Pass that records its failure, and where needed a guard before it. */
export function printRun(block: RunBlock, exits: Exits, line: Line): Fragment {
  const { step } = block;
  const task = taskName(step.name);
  const failed = auxiliaryName(step.name, 'failed');
  const blocked = block.canBeBlocked ? blockedState(block, exits.blocked) : undefined;
  const skipped = canCome(block.guard, 'skipped') ? skippedState(block, exits.complete) : undefined;
  const guard = guardStates(step.name, block.guard, { run: task, blocked, skipped });
  const { opening } = line;
  const retry =
    opening !== undefined && line.retry?.steps.includes(step.name) ? [openingRetry(step.name, line.retry)] : [];
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
  return {
    entry: guard[0]?.[0] ?? task,
    states: skipped === undefined ? states : [...states, skipped],
    ...(blocked !== undefined && { blocked }),
  };
}

/** What the Task leaves: the step's entry; where it opens the execution all there is, and where it ends it too, the output. */
function entryFields({ step, slot }: RunBlock, opening: Line['opening']) {
  if (opening?.ends === true) return { ResultSelector: { [`${step.name}.$`]: '$.Payload.result' } };
  const entry: JsonObject = {
    'result.$': '$.Payload.result',
    ...(decides(step) && { 'activate.$': '$.Payload.activate' }),
    ...(step.batches !== undefined && { 'batches.$': '$.Payload.batches' }),
    ...(step.batch !== undefined && WORKER),
    after: step.after,
  };
  if (opening !== undefined) return { ResultSelector: { task: opening.task, steps: { [step.name]: entry } } };
  return { ResultSelector: entry, ResultPath: slotPath(slot) };
}

/** Which worker of a batch it is, and its part of the work. */
const WORKER: JsonObject = { 'worker.$': '$$.Map.Item.Value.worker', 'cursor.$': '$$.Map.Item.Value.cursor' };

function decides({ branches, batches }: ProgramStep): boolean {
  return branches !== undefined || batches !== undefined;
}

function failureOf(step: ProgramStep): JsonObject {
  if (step.batch === undefined) return failureEntry(step.name);
  return { ...workerFailure, ...WORKER };
}

/** Leaves the entry of a failure. What is caught lies at `$.caught`; where the step opens the execution it is all there is. */
function failedState({ step, slot }: RunBlock, opening: Line['opening']): Omit<PassState, 'Next' | 'End'> {
  if (opening === undefined) return { Type: 'Pass', Parameters: failureOf(step), ResultPath: slotPath(slot) };
  return { Type: 'Pass', Parameters: { task: opening.task, steps: { [step.name]: failureEntry(step.name, '$') } } };
}

function catchersOf({ name }: ProgramStep, failed: string, { opening, retry }: Line): readonly Catcher[] {
  const at = (path: string) => (opening === undefined ? { ResultPath: path } : {});
  const otherwise: Catcher = { ErrorEquals: ['States.ALL'], ...at('$.caught'), Next: failed };
  if (retry === undefined || !retry.steps.includes(name)) return [otherwise];
  const read = opening === undefined ? retry.read : auxiliaryName(name, 'retry');
  return [{ ErrorEquals: [WireError.retryAfter], ...at('$.retry'), Next: read }, otherwise];
}
