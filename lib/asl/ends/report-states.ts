import type { JsonObject } from '../../json.ts';
import { LAMBDA_SERVICE_ERRORS, TASK_FAILED, WireError } from '../../contract/errors.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Slot } from '../../flow/slots.ts';
import { NAMES_CHARS } from '../../flow/told-failures.ts';
import type { PassState, SubMachine } from '../../states-language/types.ts';
import type { NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';

/** Names of blocked steps may take this much of the cause's 32 KiB; beyond it their number must do. */
const BLOCKED_NAMES_BYTES = 16_384;

/** Where more steps than this can fail, a cause that Lambda wrote (up to 4 KB with its trace) leaves no room for the others. */
const MOST_FOREIGN_CAUSES = 8;

/** The successful end: the output is each step's result, by step name. */
export function completeState(entries: ReadonlyMap<string, Slot>): NamedState {
  return [wholeName('complete'), { Type: 'Pass', Parameters: byName(entries, (path) => `${path}.result`), End: true }];
}

/**
 * The truthful end of a task in which a step failed: a `TaskFailure` of the contract as the cause. The entries are laid
 * side by side first, so that a path can pick those that failed or were blocked.
 */
export function reportStates(entries: ReadonlyMap<string, Slot>, told: number): readonly NamedState[] {
  const isCut = told < entries.size;
  const namesLength = JSON.stringify([...entries.keys()]).length;
  const blocked =
    namesLength > (isCut ? NAMES_CHARS : BLOCKED_NAMES_BYTES)
      ? 'States.ArrayLength($.report.blocked)'
      : '$.report.blocked';
  const firstFailures = wholeName('first failures');
  return [
    [
      wholeName('report'),
      {
        Type: 'Pass',
        Comment: 'Every step has settled and at least one failed. Lay the entries side by side.',
        Parameters: { entries: byName(entries, (path) => path) },
        Next: wholeName('report failures'),
      },
    ],
    [
      wholeName('report failures'),
      {
        Type: 'Pass',
        Parameters: { report: { 'failed.$': '$.entries.*.failure', 'blocked.$': '$.entries.*.blocked' } },
        Next: isCut ? firstFailures : wholeName('read causes'),
      },
    ],
    ...(isCut ? [[firstFailures, firstFailuresState(told, namesLength)] as const] : []),
    [
      wholeName('read causes'),
      {
        Type: 'Map',
        ItemsPath: '$.report.failed',
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...describeFailure(entries.size <= MOST_FOREIGN_CAUSES) },
        ResultPath: '$.report.failed',
        Next: wholeName('write cause'),
      },
    ],
    [
      wholeName('write cause'),
      {
        Type: 'Pass',
        Parameters: {
          report: {
            'failed.$': '$.report.failed',
            ...(isCut && { 'failed_steps.$': '$.report.failed_steps' }),
            'blocked.$': blocked,
          },
        },
        Next: wholeName('write error'),
      },
    ],
    [
      wholeName('write error'),
      {
        Type: 'Pass',
        Parameters: { error: TASK_FAILED, 'cause.$': 'States.JsonToString($.report)' },
        Next: wholeName('failed'),
      },
    ],
    [wholeName('failed'), { Type: 'Fail', ErrorPath: '$.error', CausePath: '$.cause' }],
  ];
}

/** Keeps as many failures as the cause has room for, and the names of all. */
function firstFailuresState(told: number, namesLength: number): PassState {
  const names = namesLength > NAMES_CHARS ? 'States.ArrayLength($.report.failed)' : '$.report.failed[*].step';
  return {
    Type: 'Pass',
    Comment: 'A cause has no room for so many failures: it tells the first ones, and which others there are.',
    Parameters: {
      report: {
        'failed.$': `$.report.failed[0:${told}]`,
        'failed_steps.$': names,
        'blocked.$': '$.report.blocked',
      },
    },
    Next: wholeName('read causes'),
  };
}

/**
 * Makes a `StepFailure` of the contract from one step's `failure` entry. Causes that the runtime wrote keep to their share;
 * a cause that it did not write is passed on `withForeignCauses` only.
 */
function describeFailure(withForeignCauses: boolean): SubMachine {
  const name = (role: string) => wholeName(`failure: ${role}`);
  const foreignCause: JsonObject = withForeignCauses ? { 'message.$': '$.caught.Cause' } : {};
  return {
    StartAt: name('who raised it?'),
    States: {
      [name('who raised it?')]: {
        Type: 'Choice',
        Choices: [
          {
            ...errorIs([WireError.permanent, WireError.retryable, WireError.retryAfter, WireError.exhausted]),
            Next: name('read cause'),
          },
          { ...errorIs(LAMBDA_SERVICE_ERRORS), Next: name('Lambda service') },
          {
            And: [
              { Variable: '$.caught.Cause', IsPresent: true },
              { Not: { Variable: '$.caught.Cause', StringEquals: '' } },
            ],
            Next: name('no handler error'),
          },
        ],
        Default: name('no cause'),
      },
      [name('read cause')]: {
        Type: 'Pass',
        Parameters: {
          'step.$': '$.step',
          'error.$': '$.caught.Error',
          'lambda.$': 'States.StringToJson($.caught.Cause)',
        },
        Next: name('read message'),
      },
      [name('read message')]: {
        Type: 'Pass',
        Parameters: {
          'step.$': '$.step',
          'error.$': '$.error',
          'details.$': 'States.StringToJson($.lambda.errorMessage)',
        },
        Next: name('handler error'),
      },
      [name('handler error')]: {
        Type: 'Pass',
        Parameters: {
          'step.$': '$.step',
          'error.$': '$.error',
          'code.$': '$.details.code',
          'message.$': '$.details.message',
          'attempts.$': '$.details.attempts',
        },
        End: true,
      },
      [name('Lambda service')]: {
        Type: 'Pass',
        Comment: 'Service faults have a retry budget of their own; how often the handler ran is not known here.',
        Parameters: { ...caughtError, ...foreignCause },
        End: true,
      },
      [name('no handler error')]: {
        Type: 'Pass',
        Comment: 'A timeout or a crash, retried until the attempts were used up.',
        Parameters: { ...caughtError, ...foreignCause, 'attempts.$': '$.max_attempts' },
        End: true,
      },
      [name('no cause')]: {
        Type: 'Pass',
        Parameters: { ...caughtError, 'attempts.$': '$.max_attempts' },
        End: true,
      },
    },
  };
}

const caughtError: JsonObject = { 'step.$': '$.step', 'error.$': '$.caught.Error' };

function errorIs(names: readonly string[]) {
  return { Or: names.map((name) => ({ Variable: '$.caught.Error', StringEquals: name })) };
}

function byName(entries: ReadonlyMap<string, Slot>, expression: (path: string) => string): JsonObject {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, slot]) => [`${name}.$`, expression(slotPath(slot))]));
}
