import type { JsonObject } from '../../json.ts';
import { MOST_AT_ONCE } from '../../contract/batch.ts';
import { auxiliaryName, taskName } from '../../contract/state-names.ts';
import type { EachBlock } from '../../flow/program.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { integrationArn } from '../../states-language/integration-arn.ts';
import type { Catcher, State, SubMachine } from '../../states-language/types.ts';
import type { Exit, Exits, NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';
import { serviceRetrier } from '../run/retriers.ts';
import { wireStep } from '../run/step-payload.ts';
import { afterMap, brokenCatcher } from './after-map.ts';
import type { Line } from './line.ts';

/**
 * A batch that is too large for one execution: a distributed Map reads the list of workers, and each child execution runs some of them
 * in an inline Map. What they leave lies outside of the state data; a child tells how many failed.
 */
export function printApart(block: EachBlock, iteration: SubMachine, exits: Exits, line: Line): readonly NamedState[] {
  const { step } = block.body;
  const path = slotPath(block.slot);
  const list = `${slotPath(block.analyzer)}.batches`;
  const children = Math.ceil(block.parallelism / MOST_AT_ONCE);
  const after = afterMap(block, 'children', exits);
  return [
    [
      auxiliaryName(step.name, 'children'),
      {
        Type: 'Map',
        Comment: `Run ${step.name} for each part of the work, in child executions.`,
        ItemReader: {
          Resource: integrationArn('s3:getObject'),
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { 'Bucket.$': `${list}.bucket`, 'Key.$': `${list}.key` },
        },
        ItemBatcher: { MaxItemsPerBatchPath: `${list}.each`, BatchInput: childData(line) },
        MaxConcurrency: children,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...childMachine(block, iteration, Math.floor(block.parallelism / children)),
        },
        ResultSelector: {
          result: {},
          ...(block.failureStrategy === 'isolate' && { 'failures.$': 'States.ArrayLength($[*].failed)' }),
          'children.$': '$',
          after: step.after,
        },
        ResultPath: path,
        Catch: catchersOf(block),
        ...after.exit,
      },
    ],
    ...after.states,
    ...stoppedStates(block, exits.incomplete, line),
  ];
}

/** What a worker reads beside its part: all that the state holds, whose containers the runtime finds at any depth, and the task's execution. */
function childData({ inChild }: Pick<Line, 'inChild'>): JsonObject {
  return { 'task.$': '$.task', 'steps.$': '$', 'execution.$': inChild ? '$.execution' : '$$.Execution' };
}

/** The machine of a child execution: it runs its workers, and tells how many have failed, and how the first of them did. */
function childMachine({ body: { step } }: EachBlock, iteration: SubMachine, atOnce: number): SubMachine {
  const map = auxiliaryName(step.name, 'child batch');
  const sum = auxiliaryName(step.name, 'child sum');
  return {
    StartAt: map,
    States: {
      [map]: {
        Type: 'Map',
        ItemsPath: '$.Items',
        ItemSelector: {
          'task.$': '$.BatchInput.task',
          'steps.$': '$.BatchInput.steps',
          'execution.$': '$.BatchInput.execution',
          'batch.$': '$$.Map.Item.Value',
          listed: true,
        },
        MaxConcurrency: atOnce,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inChild(step.name, iteration) },
        Next: sum,
      },
      [sum]: { Type: 'Pass', QueryLanguage: 'JSONata', Output: SUM, End: true },
    },
  };
}

/** A `ChildOutput` of the contract. What Lambda itself wrote of a crash may be long; what the runtime wrote is JSON, and never is. */
const SUM =
  "{% ($f:=$states.input.failure;$exists($f)?($c:=$f[0].caught;{'failed':$count($f),'failure':{'step':$f[0].step," +
  "'caught':$contains($c.Cause,'errorMessage')?$c:$merge([$c,{'Cause':$substring($c.Cause,0,200)}])}}):{}) %}";

/** The states of an iteration, under names that differ from those of the iterations in the task's own execution. */
function inChild(step: string, machine: SubMachine): SubMachine {
  const base = auxiliaryName(step, '');
  const renamed = (name: string) =>
    name === taskName(step) ? auxiliaryName(step, 'child') : `${base}child ${name.slice(base.length)}`;
  return withNames(machine, renamed);
}

function withNames<Machine extends SubMachine>(machine: Machine, renamed: (name: string) => string): Machine {
  return {
    ...machine,
    StartAt: renamed(machine.StartAt),
    States: Object.fromEntries(
      Object.entries(machine.States).map(([name, state]) => [renamed(name), withTargets(state, renamed)]),
    ),
  };
}

function withTargets(state: State, renamed: (name: string) => string): State {
  const to = <T extends { readonly Next: string }>(one: T): T => ({ ...one, Next: renamed(one.Next) });
  return {
    ...state,
    ...('Next' in state && state.Next !== undefined && { Next: renamed(state.Next) }),
    ...('Catch' in state && state.Catch !== undefined && { Catch: state.Catch.map(to) }),
    ...('Choices' in state && { Choices: state.Choices.map(to) }),
    ...('Default' in state && state.Default !== undefined && { Default: renamed(state.Default) }),
    // In it a worker goes on that yields for long.
    ...('ItemProcessor' in state &&
      state.ItemProcessor !== undefined && { ItemProcessor: withNames(state.ItemProcessor, renamed) }),
  };
}

function catchersOf({ body: { step }, failureStrategy }: EachBlock): readonly Catcher[] {
  const broken = brokenCatcher(step.name);
  if (failureStrategy !== 'fail_fast') return [broken];
  const stopped: Catcher = {
    ErrorEquals: [ErrorName.exceedToleratedFailureThreshold],
    ResultPath: null,
    Next: auxiliaryName(step.name, 'why stopped?'),
  };
  return [stopped, broken];
}

/** A run of a distributed Map does not say how a child failed; the function of the worker does, by failing in the same way. */
function stoppedStates({ body: { step }, failureStrategy }: EachBlock, exit: Exit, line: Line): readonly NamedState[] {
  if (failureStrategy !== 'fail_fast') return [];
  return [
    [
      auxiliaryName(step.name, 'why stopped?'),
      {
        Type: 'Task',
        Resource: line.functions.of(step.callable),
        Parameters: { step: wireStep(step), data: { ...childData(line), stopped: true } },
        ResultPath: null,
        Retry: [serviceRetrier],
        Catch: [brokenCatcher(step.name)],
        ...exit,
      },
    ],
  ];
}
