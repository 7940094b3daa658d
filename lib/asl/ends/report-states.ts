import type { JsonObject } from '../../json.ts';
import { TASK_FAILED, WireError } from '../../contract/errors.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Ending, Machine } from '../../flow/program.ts';
import type { Slot } from '../../flow/slots.ts';
import { NAMES_CHARS, type ToldFailures } from '../../flow/told-failures.ts';
import type { PassState, SubMachine } from '../../states-language/types.ts';
import type { NamedState } from '../fragment.ts';
import { slotExpression } from '../paths/slot-expression.ts';
import { slotPath } from '../paths/slot-path.ts';

/** Names of blocked steps may take this much of the cause's 32 KiB; beyond it their number must do. */
const BLOCKED_NAMES_BYTES = 16_384;

/** Where more steps than this can fail, a cause that Lambda wrote (up to 4 KB with its trace) leaves no room for the others. */
const MOST_FOREIGN_CAUSES = 8;

/**
 * The successful end: the output is each step's result, by step name. Steps that may have been skipped, and so have none, take
 * JSONata, which leaves out what is not there. The workers of a batch are steps of their own.
 */
export function completeState({ entries, mayBeSkipped, batched }: Machine): NamedState {
  const name = wholeName('complete');
  if (!mayBeSkipped)
    return [name, { Type: 'Pass', Parameters: byName(entries, (path) => `${path}.result`), End: true }];
  const all = sorted(entries);
  const members = all
    .filter(([step]) => !batched.has(step))
    .map(([step, slot]) => `${JSON.stringify(step)}: ${slotExpression(slot)}.result`);
  const workers = all
    .filter(([step]) => batched.has(step))
    .map(([, slot]) => `${slotExpression(slot)}.workers[$exists(result)]{worker: result}`);
  const results = `{${members.join(', ')}}`;
  const output = workers.length === 0 ? results : `$merge([${[results, ...workers].join(', ')}])`;
  return [name, { Type: 'Pass', QueryLanguage: 'JSONata', Output: `{% ${output} %}`, End: true }];
}

/**
 * The truthful end of a task in which a step failed: a `TaskFailure` of the contract as the cause. The entries are laid
 * side by side first, so that a path can pick those that failed or were blocked.
 */
export function reportStates(
  entries: ReadonlyMap<string, Slot>,
  { told, isolates }: Pick<Ending, 'told' | 'isolates'>,
): readonly NamedState[] {
  const isCut = told.full < told.most;
  const namesLength = [...entries.keys()].reduce((sum, name) => sum + name.length + 3, 0);
  const isCounted = namesLength > (isCut ? NAMES_CHARS : BLOCKED_NAMES_BYTES);
  const allFailures = wholeName('report: all failures');
  const firstFailures = wholeName('report: first failures');
  const readCauses = wholeName('report: read causes');
  return [
    [
      wholeName('report'),
      {
        Type: 'Pass',
        Comment: 'Every step has settled and at least one failed: lay the entries side by side.',
        Parameters: { entries: byName(entries, (path) => path) },
        Next: wholeName('report: failures'),
      },
    ],
    [
      wholeName('report: failures'),
      {
        Type: 'Pass',
        Parameters: {
          'failed.$': isolates ? `States.Array(${FAILURES},$.entries.*.isolated[*].failure)` : FAILURES,
          'blocked.$': isCounted ? 'States.ArrayLength($.entries.*.blocked)' : '$.entries.*.blocked',
        },
        Next: isolates ? allFailures : isCut ? firstFailures : readCauses,
      },
    ],
    ...(isolates ? [[allFailures, allFailuresState(isCut ? firstFailures : readCauses)] as const] : []),
    ...(isCut ? [[firstFailures, firstFailuresState(told, readCauses)] as const] : []),
    [
      readCauses,
      {
        Type: 'Map',
        ItemsPath: '$.failed',
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...describeFailure(told.most <= MOST_FOREIGN_CAUSES) },
        ResultPath: '$.failed',
        Next: wholeName('report: write'),
      },
    ],
    [
      wholeName('report: write'),
      {
        Type: 'Pass',
        Parameters: { error: TASK_FAILED, 'cause.$': 'States.JsonToString($)' },
        Next: wholeName('failed'),
      },
    ],
    [wholeName('failed'), { Type: 'Fail', ErrorPath: '$.error', CausePath: '$.cause' }],
  ];
}

/** Where the failures of steps lie, once the entries lie side by side. */
const FAILURES = '$.entries.*.failure';

/** Joins the failures of steps and those of the workers that failed each for itself. */
function allFailuresState(next: string): PassState {
  return {
    Type: 'Pass',
    Comment: 'The failures of steps and of batch workers in one list.',
    Parameters: { 'failed.$': '$.failed[*][*]', 'blocked.$': '$.blocked' },
    Next: next,
  };
}

/** Keeps as many failures as the cause has room for, and the names of all. */
function firstFailuresState({ full, nameChars }: ToldFailures, next: string): PassState {
  return {
    Type: 'Pass',
    Comment: 'A cause has no room for so many failures: it tells the first ones, and which others there are.',
    Parameters: {
      'failed.$': `$.failed[0:${full}]`,
      'failed_steps.$': nameChars > NAMES_CHARS ? 'States.ArrayLength($.failed)' : '$.failed[*].step',
      'blocked.$': '$.blocked',
    },
    Next: next,
  };
}

/**
 * Makes a `StepFailure` of the contract from one step's `failure` entry. What the runtime raised carries one as JSON, which keeps
 * to its share; the cause of any other error is passed on `withForeignCauses` only.
 */
function describeFailure(withForeignCauses: boolean): SubMachine {
  const name = (role: string) => wholeName(`report: ${role}`);
  const cause = '$.caught.Cause';
  const known: JsonObject = { 'step.$': '$.step', 'error.$': '$.caught.Error' };
  const isOfRuntime = {
    Or: [WireError.permanent, WireError.exhausted].map((error) => ({
      Variable: '$.caught.Error',
      StringEquals: error,
    })),
  };
  return {
    StartAt: name('whose error?'),
    States: {
      [name('whose error?')]: {
        Type: 'Choice',
        Choices: [
          { ...isOfRuntime, Next: name('open cause') },
          ...(withForeignCauses
            ? [
                {
                  And: [{ Variable: cause, IsPresent: true }, { Not: { Variable: cause, StringEquals: '' } }],
                  Next: name('with cause'),
                },
              ]
            : []),
        ],
        Default: name('without cause'),
      },
      [name('open cause')]: {
        Type: 'Pass',
        Comment: 'What the handler reported is JSON in the message of an error that is JSON.',
        Parameters: { 'is.$': `States.StringToJson(${cause})` },
        Next: name('open message'),
      },
      [name('open message')]: {
        Type: 'Pass',
        Parameters: { 'is.$': 'States.StringToJson($.is.errorMessage)' },
        OutputPath: '$.is',
        End: true,
      },
      ...(withForeignCauses && {
        [name('with cause')]: {
          Type: 'Pass',
          Comment: 'A timeout, a crash, or a fault of the Lambda service.',
          Parameters: { ...known, 'message.$': cause },
          End: true,
        },
      }),
      [name('without cause')]: { Type: 'Pass', Parameters: known, End: true },
    },
  };
}

function byName(entries: ReadonlyMap<string, Slot>, expression: (path: string) => string): JsonObject {
  return Object.fromEntries(sorted(entries).map(([name, slot]) => [`${name}.$`, expression(slotPath(slot))]));
}

function sorted(entries: ReadonlyMap<string, Slot>): readonly (readonly [string, Slot])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
