import type { JsonObject } from '../contract/json.ts';
import { LAMBDA_SERVICE_ERRORS, TASK_FAILED, WireError } from '../contract/errors.ts';
import type { StateList } from './machine.ts';
import type { SubMachine } from '../states-language/types.ts';

/** The name of a state that serves the task as a whole; no step's name holds a bracket. */
export const taskState = (role: string): string => `[${role}]`;

/** Names of blocked steps may take this much of the cause's 32 KiB; beyond it their number must do. */
const BLOCKED_NAMES_BYTES = 16_384;

/** Where more steps than this can fail, a cause that Lambda wrote (up to 4 KB with its trace) leaves no room for the others. */
const MOST_FOREIGN_CAUSES = 8;

/** The successful end: the output is each step's result, by step name. */
export function emitComplete(addresses: ReadonlyMap<string, string>, states: StateList): void {
  states.add(taskState('complete'), {
    Type: 'Pass',
    Parameters: byName(addresses, (address) => `${address}.result`),
    End: true,
  });
}

/**
 * The truthful end of a task in which a step failed: a `TaskFailure` of the contract as the cause. The entries are laid
 * side by side first, so that a path can pick those that failed or were blocked.
 */
export function emitReport(addresses: ReadonlyMap<string, string>, states: StateList): void {
  states.add(taskState('report'), {
    Type: 'Pass',
    Comment: 'Every step has settled and at least one failed. Lay the entries side by side.',
    Parameters: { entries: byName(addresses, (address) => address) },
    Next: taskState('report failures'),
  });
  states.add(taskState('report failures'), {
    Type: 'Pass',
    Parameters: { report: { 'failed.$': '$.entries.*.failure', 'blocked.$': '$.entries.*.blocked' } },
    Next: taskState('read causes'),
  });
  states.add(taskState('read causes'), {
    Type: 'Map',
    ItemsPath: '$.report.failed',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...describeFailure(addresses.size <= MOST_FOREIGN_CAUSES) },
    ResultPath: '$.report.failed',
    Next: taskState('write cause'),
  });
  const names = [...addresses.keys()];
  const blocked =
    JSON.stringify(names).length > BLOCKED_NAMES_BYTES ? 'States.ArrayLength($.report.blocked)' : '$.report.blocked';
  states.add(taskState('write cause'), {
    Type: 'Pass',
    Parameters: { report: { 'failed.$': '$.report.failed', 'blocked.$': blocked } },
    Next: taskState('write error'),
  });
  states.add(taskState('write error'), {
    Type: 'Pass',
    Parameters: { error: TASK_FAILED, 'cause.$': 'States.JsonToString($.report)' },
    Next: taskState('failed'),
  });
  states.add(taskState('failed'), { Type: 'Fail', ErrorPath: '$.error', CausePath: '$.cause' });
}

/**
 * Makes a `StepFailure` of the contract from one step's `failure` entry. Causes that the runtime wrote keep to their share;
 * a cause that it did not write is passed on `withForeignCauses` only.
 */
function describeFailure(withForeignCauses: boolean): SubMachine {
  const name = (role: string) => taskState(`failure: ${role}`);
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

function byName(addresses: ReadonlyMap<string, string>, path: (address: string) => string): JsonObject {
  const names = [...addresses.keys()].sort();
  return Object.fromEntries(names.map((name) => [`${name}.$`, path(addresses.get(name) as string)]));
}
