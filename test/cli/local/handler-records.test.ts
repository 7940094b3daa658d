import { expect, it } from 'vitest';
import { HandlerRecords } from '../../../lib/cli/local/handler-records.ts';
import { runName } from '../../../lib/contract/run-name.ts';

it.each(['3d960456-fa63-80b5-b62d-d94232aee5c9', 'n'.repeat(80)])(
  'keeps the logs of all executions of a task together: %s',
  (id) => {
    const records = new HandlerRecords({ cwd: '/', now: () => 7 }, () => undefined);
    const event = (name: string) => JSON.stringify({ execution: { Execution: { Name: name } }, step: { name: 'pay' } });
    records.logged('f', 'first\n', event(id));
    records.logged('f', 'repaired\n', event(runName(id, 2)));
    records.logged('f', 'of another\n', event('other'));
    records.logged('f', 'of a plain function\n', '"text"');
    expect(records.logsOf(id).map(({ text }) => text)).toEqual(['first\n', 'repaired\n']);
    expect(records.logsOf(runName(id, 2))).toHaveLength(2);
    expect(records.functions()).toEqual([]);
  },
);
