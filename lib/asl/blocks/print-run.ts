import type { JsonObject } from '../../json.ts';
import { WireError } from '../../contract/errors.ts';
import { auxiliaryName, taskName } from '../../contract/state-names.ts';
import { canCome } from '../../flow/guard.ts';
import type { ProgramStep } from '../../flow/program-step.ts';
import type { RunBlock } from '../../flow/program.ts';
import type { Catcher, TaskState } from '../../states-language/types.ts';
import { nextOf, type Exit, type Exits, type Fragment, type NamedState } from '../fragment.ts';
import { jsonataText } from '../paths/jsonata-text.ts';
import { containerExpression } from '../paths/slot-expression.ts';
import { slotPath } from '../paths/slot-path.ts';
import type { Slot } from '../../flow/slots.ts';
import { workerFailure } from '../run/failure-entry.ts';
import { publishName, publishState, type PublishWays } from '../run/publish-state.ts';
import { publishingRetriers, retriersOf } from '../run/retriers.ts';
import { bounded, goOnCatcher, goOnStates } from '../run/go-on-states.ts';
import { openingRetry } from '../run/retry-states.ts';
import { stepArguments, stepPayload } from '../run/step-payload.ts';
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
  const guard = guardStates(
    { ...block, step: step.name },
    {
      run: task,
      blocked: blocked?.entry ?? task,
      skipped: skipped[0]?.[0] ?? task,
    },
  );
  const { opening, isListed = false } = line;
  const retry = opening !== undefined && line.retry?.steps.includes(step.name) ? [openingRetry(step.name)] : [];
  const ways = waysAfterFailure(block, failed[0]?.[0] ?? nextOf(exits.incomplete), line);
  const retriers = step.publishesFailures ? publishingRetriers : retriersOf(step.retries);
  const catchers = step.publishesFailures ? publishingCatchers(step, ways) : ways.catchers;
  const { yields } = step;
  const states: readonly NamedState[] = [
    ...guard,
    [
      task,
      'Output' in exits.complete
        ? endingTask(block, exits.complete, nextOf(exits.incomplete), line)
        : {
            Type: 'Task',
            ...(step.description !== undefined && { Comment: step.description }),
            Resource: line.functions.of(step.callable),
            Parameters: stepPayload(step, { task: opening?.task, inChild: line.inChild }),
            ...(step.timeoutSeconds !== undefined && { TimeoutSeconds: step.timeoutSeconds }),
            ...(isListed
              ? { ResultSelector: {}, ResultPath: slotPath(block.slot) }
              : entryFields(block, opening, exits.complete)),
            Retry: yields === undefined ? retriers : retriers.map((retrier) => bounded(retrier, yields.here)),
            Catch: yields === undefined ? catchers : [goOnCatcher(step.name), ...catchers],
            ...(isListed ? exits.complete : exitFields(block, exits.complete)),
          },
    ],
    ...(yields === undefined ? [] : goOnStates(block, yields, line, catchers, exits.complete)),
    ...(step.publishesFailures ? [publishState(step, line, ways)] : []),
    ...retry,
    ...failed,
    ...(blocked?.states ?? []),
    ...skipped,
  ];
  return { entry: guard[0]?.[0] ?? task, states, blocked: exits.blocked };
}

/**
 * The Task of the step that ends the machine, in JSONata, which alone can gather the output along with the step's result. It has never
 * completed before, or the execution would have.
 */
function endingTask(
  { step, slot }: RunBlock,
  exit: { readonly Output: string },
  incomplete: string,
  { functions, retry }: Line,
): TaskState {
  const container = containerExpression(slot.container);
  const failure = `{${jsonataText(slot.member)}:{'failure':{'caught':$states.errorOutput}}}`;
  const failed = `{% $merge([$states.input,{'steps':$merge([${container},${failure}])}]) %}`;
  const again = "{% $merge([$states.input,{'retry':$states.errorOutput}]) %}";
  const isRetried = retry?.steps.includes(step.name) === true;
  return {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    ...(step.description !== undefined && { Comment: step.description }),
    Resource: functions.of(step.callable),
    Arguments: stepArguments(step),
    ...(step.timeoutSeconds !== undefined && { TimeoutSeconds: step.timeoutSeconds }),
    Output: exit.Output,
    Retry: retriersOf(step.retries),
    Catch: [
      ...(isRetried ? [{ ErrorEquals: [WireError.retryAfter], Output: again, Next: retry.wait }] : []),
      { ErrorEquals: ['States.ALL'], Output: failed, Next: incomplete },
    ],
    End: true,
  };
}

/**
 * What the Task leaves: the step's entry, which its function replies; where it opens the execution all there is, and where it ends it
 * too, the output. Where the entry is all that the branch returns, it is what the function replies, and needs no place.
 */
function entryFields({ step, slot }: RunBlock, opening: Line['opening'], exit: Exit) {
  if (opening?.ends === true) return { ResultSelector: { [`${step.name}.$`]: '$.result' } };
  if (opening !== undefined) return { ResultSelector: { task: opening.task, steps: { [`${step.name}.$`]: '$' } } };
  return returnsEntry(slot, exit) ? {} : { ResultPath: slotPath(slot) };
}

function exitFields({ slot }: RunBlock, exit: Exit): Exit {
  return returnsEntry(slot, exit) ? { End: true } : exit;
}

function returnsEntry(slot: Slot, exit: Exit): boolean {
  return 'OutputPath' in exit && exit.OutputPath === slotPath(slot);
}

/** Which worker of a batch it is, and its part of the work. */
const WORKER: JsonObject = { 'worker.$': '$$.Map.Item.Value.worker', 'cursor.$': '$$.Map.Item.Value.cursor' };

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
function waysAfterFailure({ step, slot }: RunBlock, failed: string, { opening, retry }: Line): PublishWays {
  const { name } = step;
  const at = (path: string) => (opening === undefined ? { ResultPath: path } : {});
  const caught = step.batch === undefined ? `${slotPath(slot)}.failure.caught` : '$.caught';
  const otherwise: Catcher = { ErrorEquals: ['States.ALL'], ...at(caught), Next: failed };
  if (retry === undefined || !retry.steps.includes(name)) return { caught, failed, catchers: [otherwise] };
  const read = opening === undefined ? retry.wait : auxiliaryName(name, 'retry');
  const again: Catcher = { ErrorEquals: [WireError.retryAfter], ...at('$.retry'), Next: read };
  return { caught, failed, catchers: [again, otherwise] };
}

/** What the runtime has raised it has published: of any other error, the machine tells the function first. */
function publishingCatchers({ name }: ProgramStep, { caught, failed, catchers }: PublishWays): readonly Catcher[] {
  const told: Catcher = {
    ErrorEquals: [WireError.permanent, WireError.exhausted],
    ResultPath: caught,
    Next: failed,
  };
  return [...catchers.slice(0, -1), told, { ErrorEquals: ['States.ALL'], ResultPath: caught, Next: publishName(name) }];
}
