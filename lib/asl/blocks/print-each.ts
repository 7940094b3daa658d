import type { JsonObject } from '../../json.ts';
import { MOST_AT_ONCE } from '../../contract/batch.ts';
import { auxiliaryName } from '../../contract/state-names.ts';
import { canCome, complete } from '../../flow/guard.ts';
import type { EachBlock } from '../../flow/program.ts';
import { at } from '../../lookup.ts';
import type { Catcher, ChoiceRule, SubMachine } from '../../states-language/types.ts';
import { type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { comparisonOf } from '../paths/comparison.ts';
import { slotPath } from '../paths/slot-path.ts';
import { failureEntry, workerFailure } from '../run/failure-entry.ts';
import { afterMap, brokenCatcher, nextAfter } from './after-map.ts';
import { blockedWay } from './blocked-state.ts';
import { guardStates, skippedState } from './guard-states.ts';
import type { Line } from './line.ts';
import { printApart } from './print-apart.ts';

/** The error with which a worker stops its batch. */
const WORKER_FAILED = 'BatchWorkerFailed';

/**
 * A batch: a Map whose iterations run the worker, one for each part that the batchable step has found. Those of a batch that is too
 * large for one execution run in children of it. What follows depends on the failure strategy of the template.
 *
 * @param iteration The states of an iteration; of workers that are listed, in a child.
 */
export function printEach(
  block: EachBlock,
  iteration: (isListed: boolean) => SubMachine,
  exits: Exits,
  line: Line,
): Fragment {
  const { step } = block.body;
  const here = block.inline === 0 ? [] : printHere(block, iteration(false), exits);
  const apart = block.hasChildren ? printApart(block, iteration(true), exits, line) : [];
  const map = at([...here, ...apart], 0)[0];
  const skipped = skippedState(block, exits.complete);
  const blocked = canCome(block.guard, 'blocked') ? blockedWay(block, exits.blocked, line.beginsBranch) : undefined;
  const ways = { run: map, blocked: blocked?.entry ?? map, skipped: skipped[0] };
  // A batch that has completed is not run again: it may have gone on without workers that failed.
  const done = { ...comparisonOf(complete(block.slot)), Next: nextAfter(exits) };
  const listed = here.length === 0 ? [] : apart.slice(0, 1).flatMap(([name]) => listedWays(block, name));
  const guard = guardStates({ ...block, step: step.name }, ways, [done, ...listed]);
  const states = [
    ...guard,
    ...here,
    ...apart,
    brokenState(block, exits.incomplete),
    ...(blocked?.states ?? []),
    skipped,
  ];
  return { entry: guard[0]?.[0] ?? map, states, blocked: exits.blocked };
}

/** Where the batch runs whose workers the batchable step has listed elsewhere, whenever it runs. */
function listedWays({ guard, analyzer }: EachBlock, map: string): readonly ChoiceRule[] {
  const isListed = { Variable: `${slotPath(analyzer)}.batches.uri`, IsPresent: true };
  return guard.cases
    .filter(({ verdict }) => verdict === 'run')
    .map(({ when }) => ({ And: [comparisonOf(when), isListed], Next: map }));
}

/** A batch whose workers run in the task's own execution. */
function printHere(block: EachBlock, iteration: SubMachine, exits: Exits): readonly NamedState[] {
  const { step } = block.body;
  const path = slotPath(block.slot);
  const after = afterMap(block, 'workers', exits);
  return [
    [
      auxiliaryName(step.name, 'batch'),
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
  ];
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
  const broken = brokenCatcher(step.name);
  if (failureStrategy !== 'fail_fast') return [broken];
  return [
    { ErrorEquals: [WORKER_FAILED], ResultPath: '$.caught', Next: auxiliaryName(step.name, 'batch stopped') },
    broken,
  ];
}

/** What the batch leaves when a worker has stopped it. */
function stoppedStates({ body: { step }, slot, failureStrategy }: EachBlock, exit: Exit): readonly NamedState[] {
  if (failureStrategy !== 'fail_fast') return [];
  return [
    [
      auxiliaryName(step.name, 'batch stopped'),
      {
        Type: 'Pass',
        Parameters: { 'failure.$': 'States.StringToJson($.caught.Cause)' },
        ResultPath: slotPath(slot),
        ...exit,
      },
    ],
  ];
}

/** What it leaves when it could not run at all. */
function brokenState({ body: { step }, slot }: EachBlock, exit: Exit): NamedState {
  return [
    brokenCatcher(step.name).Next,
    { Type: 'Pass', Parameters: failureEntry, ResultPath: slotPath(slot), ...exit },
  ];
}
