import type { JsonObject } from '../../json.ts';
import { WireError } from '../../contract/errors.ts';
import { auxiliaryName, taskName } from '../../contract/state-names.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import { canCome } from '../../flow/guard.ts';
import type { RunBlock } from '../../flow/program.ts';
import type { Catcher } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import { slotPath } from '../paths/slot-path.ts';
import { workerFailure } from '../run/failure-entry.ts';
import { retriersOf } from '../run/retriers.ts';
import { openingRetry } from '../run/retry-states.ts';
import { stepPayload } from '../run/step-payload.ts';
import { blockedWay } from './blocked-state.ts';
import { guardStates, skippedState } from './guard-states.ts';
import type { Line } from './line.ts';

/** A step: its Task, which records a failure too, and where needed a guard before it. */
export function printRun(block: RunBlock, exits: Exits, line: Line): Fragment {
  const { step } = block;
  const task = taskName(step.name);
  const failed = step.batch === undefined ? [] : [workerFailed(block, exits.complete)];
  const skipped = canCome(block.guard, 'skipped') ? [skippedState(block, exits.complete)] : [];
  const blocked = canCome(block.guard, 'blocked') ? blockedWay(block, exits.blocked, line.beginsBranch) : undefined;
  const guard = guardStates(step.name, block.guard, {
    run: task,
    blocked: blocked?.entry ?? task,
    skipped: skipped[0]?.[0] ?? task,
  });
  const { opening } = line;
  const retry = opening !== undefined && line.retry?.steps.includes(step.name) ? [openingRetry(step.name)] : [];
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
        Catch: catchersOf(block, failed[0]?.[0] ?? nextOf(exits.incomplete), line),
        ...exits.complete,
      },
    ],
    ...retry,
    ...failed,
    ...(blocked?.states ?? []),
    ...skipped,
  ];
  return { entry: guard[0]?.[0] ?? task, states, blocked: exits.blocked };
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

/** The entry of a worker says which one it is, beside its failure. The iteration ends with it in any case. */
function workerFailed({ step, slot }: RunBlock, exit: Exit): NamedState {
  return [
    auxiliaryName(step.name, 'failed'),
    { Type: 'Pass', Parameters: { ...workerFailure, ...WORKER }, ResultPath: slotPath(slot), ...exit },
  ];
}

/**
 * A failure is written into the step's entry, so that it never takes a result away which the step had before. Where the step opens
 * the execution, the error is all there is: see `report-states.ts`.
 */
function catchersOf({ step, slot }: RunBlock, failed: string, { opening, retry }: Line): readonly Catcher[] {
  const { name } = step;
  const at = (path: string) => (opening === undefined ? { ResultPath: path } : {});
  const caught = step.batch === undefined ? `${slotPath(slot)}.failure.caught` : '$.caught';
  const otherwise: Catcher = { ErrorEquals: ['States.ALL'], ...at(caught), Next: failed };
  if (retry === undefined || !retry.steps.includes(name)) return [otherwise];
  const read = opening === undefined ? retry.wait : auxiliaryName(name, 'retry');
  return [{ ErrorEquals: [WireError.retryAfter], ...at('$.retry'), Next: read }, otherwise];
}
