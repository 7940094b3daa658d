import { WireError } from '../../contract/errors.ts';
import { auxiliaryName, taskName } from '../../contract/state-names.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import type { RunBlock } from '../../flow/program.ts';
import type { Catcher } from '../../states-language/types.ts';
import type { Exits, Fragment, NamedState } from '../fragment.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import type { FunctionReferences } from '../functions/function-references.ts';
import { allComplete } from '../paths/all-complete.ts';
import { slotPath } from '../paths/slot-path.ts';
import { failureEntry } from '../run/failure-entry.ts';
import { isCounted, retriersOf } from '../run/retriers.ts';
import { countedRetryStates, retryAfterStates } from '../run/retry-states.ts';
import { stepPayload } from '../run/step-payload.ts';
import { blockedState } from './blocked-state.ts';

/**
 * A step: its Task, the Pass that records its failure, and where needed a guard before it and the states of a retry that the
 * machine waits for itself.
 */
export function printRun(block: RunBlock, exits: Exits, functions: FunctionReferences): Fragment {
  const { step } = block;
  const { name, retries } = step;
  const task = taskName(name);
  const failed = auxiliaryName(name, 'failed');
  const blocked = block.canBeBlocked ? blockedState(block, exits.blocked) : undefined;
  const guard = block.tested.length === 0 || blocked === undefined ? [] : [guardState(block, task, blocked[0])];
  const states: readonly NamedState[] = [
    ...guard,
    [
      task,
      {
        Type: 'Task',
        ...(step.description !== undefined && { Comment: step.description }),
        Resource: integrationArn('lambda:invoke'),
        Parameters: { FunctionName: functions.of(step.callable), Payload: stepPayload(block.envelope) },
        ...(step.timeoutSeconds !== undefined && { TimeoutSeconds: step.timeoutSeconds }),
        ResultSelector: { 'result.$': '$.Payload.result' },
        ResultPath: slotPath(block.slot),
        Retry: retriersOf(retries),
        Catch: catchersOf(step, failed),
        ...exits.complete,
      },
    ],
    ...(retries.delays.length > 0 ? retryAfterStates(name, task) : []),
    ...(isCounted(retries) ? countedRetryStates(name, retries.delays, failed) : []),
    [
      failed,
      {
        Type: 'Pass',
        Parameters: failureEntry(name, retries.attempts),
        ResultPath: slotPath(block.slot),
        ...exits.incomplete,
      },
    ],
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

function catchersOf({ name, retries }: ProgramStep, failed: string): readonly Catcher[] {
  const caught = { ResultPath: '$.caught' };
  const otherwise: Catcher = { ErrorEquals: ['States.ALL'], ...caught, Next: failed };
  if (retries.delays.length === 0) return [otherwise];
  const waitForIt: Catcher = {
    ErrorEquals: [WireError.retryAfter],
    ...caught,
    Next: auxiliaryName(name, 'read cause'),
  };
  if (!isCounted(retries)) return [waitForIt, otherwise];
  const final: Catcher = { ErrorEquals: [WireError.permanent, WireError.exhausted], ...caught, Next: failed };
  return [waitForIt, final, { ...otherwise, Next: auxiliaryName(name, 'attempts used?') }];
}
