import { describe, expect, it } from 'vitest';
import { TaskerClient } from '../../../lib/client/tasker-client.ts';
import { withRequestRules } from '../../../lib/contract/machine-comment.ts';
import { FakeStepFunctions } from '../../support/fake-sfn.ts';
import { diamond } from '../machines.ts';
import { HistoryBuilder } from '../make-history.ts';

/** Tasks on a service whose clock the test sets, in minutes. */
function open(rules: Parameters<typeof withRequestRules>[1] = {}) {
  const sfn = new FakeStepFunctions();
  const machine = diamond();
  sfn.deploy('shop-diamond-1_0_0', { ...machine, Comment: withRequestRules(machine.Comment, rules) ?? '' });
  let minutes = 0;
  const client = new TaskerClient({ sfn, now: () => minutes * 60_000, sleep: async () => {} });
  const create = async (happened: (history: HistoryBuilder) => unknown, priority = 0) => {
    const { task_uuid: id, execution_arn: arn } = await client.createTask({
      namespace: 'shop',
      name: 'diamond',
      context: { n: sfn.executions.size },
      priority,
    });
    const history = new HistoryBuilder();
    happened(history);
    sfn.record(arn, { events: history.events });
    return id;
  };
  return { sfn, client, create, at: (time: number) => void (minutes = time) };
}

const running = (history: HistoryBuilder) => history.line().started().entered('Task', 'first').scheduled();
const waiting = (history: HistoryBuilder) => running(history).after(60).failed('Error');
const begun = (history: HistoryBuilder) => history.line().started();

describe('staleness', () => {
  it("tells how long each task that runs has been in its state, by Tasker's thresholds", async () => {
    const { client, create, at } = open();
    const runs = await create(running, 7);
    const waits = await create(waiting);
    const begins = await create(begun);
    at(27);
    const found = await client.listStaleness();
    expect(found.find((each) => each.task_uuid === runs)).toEqual({
      task_uuid: runs,
      namespace_name: 'shop',
      task_name: 'diamond',
      current_state: 'steps_in_process',
      time_in_state_minutes: 27,
      task_age_minutes: 26,
      staleness_threshold_minutes: 30,
      health_status: 'warning',
      priority: 7,
    });
    const of = (id: string) => found.find((each) => each.task_uuid === id);
    // It has waited since the end of its attempt, a minute later.
    expect(of(waits)).toMatchObject({
      current_state: 'waiting_for_retry',
      time_in_state_minutes: 26,
      health_status: 'warning',
    });
    expect(of(begins)).toMatchObject({
      current_state: 'waiting_for_dependencies',
      staleness_threshold_minutes: 60,
      health_status: 'healthy',
    });
    at(31);
    const later = await client.listStaleness();
    expect(later.map((each) => [each.task_uuid, each.health_status])).toEqual([
      [runs, 'stale'],
      [waits, 'stale'],
      [begins, 'healthy'],
    ]);
    expect(await client.listStaleness({ limit: 1 })).toMatchObject([{ task_uuid: runs }]);
    expect(await client.listStaleness({ namespace: 'other' })).toEqual([]);
    await expect(client.listStaleness({ limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it("goes by the template's lifecycle, where the machine carries it", async () => {
    const { client, create, at } = open({ stalenessMinutes: { steps_in_process: 5 } });
    await create(running);
    await create(waiting);
    at(10);
    expect(await client.listStaleness()).toMatchObject([
      { current_state: 'steps_in_process', staleness_threshold_minutes: 5, health_status: 'stale' },
      { current_state: 'waiting_for_retry', staleness_threshold_minutes: 30, health_status: 'healthy' },
    ]);
  });

  it('reads of the tasks that are too young to be late only as many as are asked for', async () => {
    const { sfn, client, create, at } = open();
    for (let n = 0; n < 5; n++) await create(running);
    at(1);
    const before = sfn.count('describeExecution');
    expect(await client.listStaleness({ limit: 2 })).toHaveLength(2);
    expect(sfn.count('describeExecution') - before).toBe(2);
    // All may be late now, and each must be looked at.
    at(30);
    expect(await client.listStaleness({ limit: 2 })).toHaveLength(2);
    expect(sfn.count('describeExecution') - before).toBe(7);
  });

  it('leaves out what has ended', async () => {
    const { sfn, client, create } = open();
    await create(running);
    for (const { arn } of sfn.executions.values()) sfn.record(arn, { status: 'SUCCEEDED', stopDate: new Date(1000) });
    expect(await client.listStaleness()).toEqual([]);
  });
});
