import { describe, expect, it } from 'vitest';
import { matchesError, type RaisedError } from '../../lib/states-language/matches-error.ts';

/** What a retrier or catcher may name; `Own` stands for a name of the user's. */
const names = [
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.Runtime',
  'States.DataLimitExceeded',
  'States.Permissions',
  'Own',
] as const;

/** The errors that a state may meet, and which of the {@link names} handle each: `x` handles it. */
const table: readonly (readonly [what: string, error: RaisedError, handled: string])[] = [
  ['an error of the user', { error: 'Own' }, 'xx.....x'],
  ['an error with another name', { error: 'Other' }, 'xx......'],
  ['an error without a name', { error: undefined }, 'xx......'],
  ['an error of the service', { error: 'States.Permissions' }, 'xx....x.'],
  ['a failed task', { error: 'States.TaskFailed' }, 'xx......'],
  ['a timeout', { error: 'States.Timeout' }, 'x.x.....'],
  ['a missed heartbeat', { error: 'States.Timeout', heartbeat: true }, 'x.xx....'],
  ['too large a result of a task', { error: 'States.DataLimitExceeded' }, 'xx...x..'],
  ['too large an output of a state', { error: 'States.DataLimitExceeded', fatal: true }, '........'],
  ['an expression that fails', { error: 'States.QueryEvaluationError' }, 'x.......'],
  ['a failure of the execution itself', { error: 'States.Runtime' }, '........'],
  ['any error that nothing may handle', { error: 'Own', fatal: true }, '........'],
];

describe('matchesError', () => {
  it.each(table)('%s', (_, error, handled) => {
    expect(names.map((name) => (matchesError([name], error) ? 'x' : '.')).join('')).toBe(handled);
  });

  it('looks at all names of a retrier', () => {
    expect(matchesError(['Own', 'States.Timeout'], { error: 'States.Timeout' })).toBe(true);
    expect(matchesError([], { error: 'Own' })).toBe(false);
  });
});
