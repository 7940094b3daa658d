import type { JsonObject } from '../../json.ts';
import { auxiliaryName } from '../../contract/state-names.ts';
import { canCome, complete } from '../../flow/guard.ts';
import type { EachBlock } from '../../flow/program.ts';
import type { Catcher, SubMachine } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { slotPath } from '../paths/slot-path.ts';
import { failureEntry, workerFailure } from '../run/failure-entry.ts';
import { blockedWay } from './blocked-state.ts';
import { guardStates, skippedState } from './guard-states.ts';

/** The error with which a worker stops its batch. */
const WORKER_FAILED = 'BatchWorkerFailed';

/** An inline Map runs no more iterations at once. */
const MOST_AT_ONCE = 40;

/**
 * A batch: a Map whose iterations run the worker, one for each part that the batchable step has found. What follows depends on
 * the failure strategy of the template.
 */
export function printEach(block: EachBlock, iteration: SubMachine, exits: Exits, beginsBranch: boolean): Fragment {
  const { step } = block.body;
  const name = (role: string) => auxiliaryName(step.name, role);
  const map = name('batch');
  const path = slotPath(block.slot);
  const skipped = skippedState(block, exits.complete);
  const blocked = canCome(block.guard, 'blocked') ? blockedWay(block, exits.blocked, beginsBranch) : undefined;
  const ways = { run: map, blocked: blocked?.entry ?? map, skipped: skipped[0] };
  // A batch that has completed is not run again: it may have gone on without workers that failed.
  const done = { ...comparisonOf(complete(block.slot)), Next: nextAfter(exits) };
  const guard = guardStates(step.name, block.guard, ways, [done]);
  const after = afterMap(block, exits);
  const states: readonly NamedState[] = [
    ...guard,
    [
      map,
      {
        Type: 'Map',
        Comment: `Run ${step.name} for each part of the work.`,
        ItemsPath: `${slotPath(block.analyzer)}.batches`,
        ItemSelector: WORKER_DATA,
        MaxConcurrency: Math.min(block.parallelism, MOST_AT_ONCE),
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...iteration },
        ResultSelector: {
          result: { 'worker_count.$': 'States.ArrayLength($)' },
          ...(block.failureStrategy === 'isolate' && { 'failures.$': 'States.ArrayLength($[*].failure)' }),
          'workers.$': '$',
          after: step.after,
        },
        ResultPath: path,
        Catch: catchersOf(block),
        ...after.exit,
      },
    ],
    ...after.states,
    ...stoppedStates(block, exits.incomplete),
    ...(blocked?.states ?? []),
    skipped,
  ];
  return { entry: guard[0]?.[0] ?? map, states, blocked: exits.blocked };
}

/** The states of an iteration with those that a strategy needs. Where the first failure ends all, it ends the iteration first. */
export function iterationOf({ body: { step }, failureStrategy }: EachBlock, printed: SubMachine): SubMachine {
  const failed = auxiliaryName(step.name, 'failed');
  const recorded = printed.States[failed];
  if (failureStrategy !== 'fail_fast' || recorded === undefined) return printed;
  const told = auxiliaryName(step.name, 'tell');
  const stop = auxiliaryName(step.name, 'stop');
  return {
    ...printed,
    States: {
      ...printed.States,
      [failed]: {
        Type: 'Pass',
        Parameters: workerFailure,
        Next: told,
      },
      [told]: {
        Type: 'Pass',
        Parameters: { error: WORKER_FAILED, 'cause.$': 'States.JsonToString($.failure)' },
        Next: stop,
      },
      [stop]: { Type: 'Fail', ErrorPath: '$.error', CausePath: '$.cause' },
    },
  };
}

/** What a worker reads: all that the state holds, whose containers the runtime finds at any depth, and its part. */
const WORKER_DATA: JsonObject = { 'task.$': '$.task', 'steps.$': '$', 'batch.$': '$$.Map.Item.Value' };

function catchersOf({ body: { step }, failureStrategy }: EachBlock): readonly Catcher[] {
  const caught = { ResultPath: '$.caught' };
  const broken: Catcher = { ErrorEquals: ['States.ALL'], ...caught, Next: auxiliaryName(step.name, 'batch broken') };
  if (failureStrategy !== 'fail_fast') return [broken];
  return [{ ErrorEquals: [WORKER_FAILED], ...caught, Next: auxiliaryName(step.name, 'batch stopped') }, broken];
}

/** How control goes on after the Map: it depends on the workers where all of them must complete. */
function afterMap(block: EachBlock, exits: Exits): { readonly exit: Exit; readonly states: readonly NamedState[] } {
  const { step } = block.body;
  if (block.failureStrategy !== 'isolate') return { exit: exits.complete, states: [] };
  const path = slotPath(block.slot);
  const test = auxiliaryName(step.name, 'all complete?');
  const incomplete = auxiliaryName(step.name, 'incomplete');
  return {
    exit: { Next: test },
    states: [
      [
        test,
        {
          Type: 'Choice',
          Choices: [{ Variable: `${path}.failures`, NumericEquals: 0, Next: nextAfter(exits) }],
          Default: incomplete,
        },
      ],
      [
        incomplete,
        {
          Type: 'Pass',
          Comment: 'The others have finished. What joins them does not run.',
          Parameters: { 'isolated.$': `${path}.workers` },
          ResultPath: path,
          ...exits.incomplete,
        },
      ],
    ],
  };
}

/** Where a Choice goes on after a batch that is complete. It cannot end a branch: then there is a state that does. */
function nextAfter({ complete, incomplete }: Exits): string {
  return 'Next' in complete ? complete.Next : nextOf(incomplete);
}

/** What the batch leaves when a worker has stopped it, or it could not run at all. */
function stoppedStates({ body: { step }, slot, failureStrategy }: EachBlock, exit: Exit): readonly NamedState[] {
  const path = slotPath(slot);
  const stopped: NamedState = [
    auxiliaryName(step.name, 'batch stopped'),
    {
      Type: 'Pass',
      Parameters: { 'failure.$': 'States.StringToJson($.caught.Cause)' },
      ResultPath: path,
      ...exit,
    },
  ];
  const broken: NamedState = [
    auxiliaryName(step.name, 'batch broken'),
    { Type: 'Pass', Parameters: failureEntry, ResultPath: path, ...exit },
  ];
  return failureStrategy === 'fail_fast' ? [stopped, broken] : [broken];
}
