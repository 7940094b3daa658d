import { describe, expect, it } from 'vitest';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { OtherMachines, type MachineCalls } from '../../lib/console/machines/other-machines.ts';
import { PolledChanges } from '../../lib/console/live/polled-changes.ts';
import { diamond } from '../client/machines.ts';
import { FakeStepFunctions } from '../support/fake-sfn.ts';
import { HistoryBuilder } from '../client/make-history.ts';

/** A console on a Step Functions that counts its calls, with runs that have ended, and one that runs. */
async function open(ended: number) {
  const sfn = new FakeStepFunctions();
  sfn.deploy('shop-diamond-1_0_0', diamond());
  const client = new TaskerClient({ sfn });
  const changes = new PolledChanges({ versionOf: (run) => client.lastChangeOf(run) });
  const app = consoleApp({ source: client, changes, actions: client });
  const create = async (n: number) =>
    client.createTask({ namespace: 'shop', name: 'diamond', version: '1.0.0', context: { n } });
  for (let n = 0; n < ended; n++) {
    const { execution_arn: arn } = await create(n);
    const history = new HistoryBuilder();
    history.line().started().step('first', { n: 1 }).ended('Succeeded');
    sfn.record(arn, { events: history.events, status: 'SUCCEEDED', stopDate: new Date(9_000), output: '{}' });
  }
  const { task_uuid: running } = await create(ended);
  const { task_uuid: over } = await create(ended + 1);
  await client.cancelTask(over);
  /** What a page costs, the list of machines and their definitions aside: they are read once a minute. */
  const costOf = async (path: string) => {
    sfn.calls.length = 0;
    expect((await app.request(path)).status).toBe(200);
    const names = sfn.calls.map(({ name }) => name).filter((name) => !/StateMachine/.test(name));
    return Object.fromEntries([...new Set(names)].sort().map((name) => [name, names.filter((n) => n === name).length]));
  };
  return { running, over, client, sfn, costOf };
}

// As docs/reference/console.md tells it.
describe('pages of the console cost on AWS', () => {
  it('for a list: two calls per run that is new to it or runs, and one per template', async () => {
    const { costOf } = await open(10);
    await costOf('/');
    expect(await costOf('/')).toEqual({ describeExecution: 2, getExecutionHistory: 2, listExecutions: 1 });
    expect(await costOf('/templates/shop/diamond/1.0.0')).toMatchObject({ listExecutions: 1 });
    expect(await costOf('/templates')).toEqual({});
  });

  it('for a run: one call to describe it, and one for what is new', async () => {
    const { running, costOf } = await open(0);
    await costOf(`/runs/${running}`);
    for (const tab of ['', '/timeline', '/steps', '/context', '/log']) {
      expect(await costOf(`/runs/${running}${tab}`)).toEqual({ describeExecution: 1, getExecutionHistory: 1 });
    }
    expect(await costOf(`/runs/${running}/events/1`)).toEqual({ describeExecution: 1, getExecutionHistory: 1 });
    expect(await costOf(`/runs/${running}/events`)).toEqual({ describeExecution: 2, getExecutionHistory: 2 });
    expect(await costOf(`/runs/${running}/steps/first`)).toEqual({ describeExecution: 2, getExecutionHistory: 2 });
  });

  it('for an execution of a machine that runs no template: its description and its history; of one that has ended the former', async () => {
    const { sfn, client } = await open(0);
    sfn.deploy('order', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const machines = new OtherMachines(
      async () => sfn as unknown as MachineCalls,
      () => client.listTemplates(),
    );
    const [machine] = await machines.list();
    const arn = await machines.start(machine?.arn ?? '', '{}', 'one');
    const app = consoleApp({ source: client, machines });
    const costOf = async () => {
      sfn.calls.length = 0;
      expect((await app.request(`/runs/${encodeURIComponent(arn)}/timeline`)).status).toBe(200);
      return sfn.calls.map(({ name }) => name);
    };
    await costOf();
    expect(await costOf()).toEqual(['describeExecution', 'getExecutionHistory']);
    sfn.record(arn, { events: [], status: 'SUCCEEDED', stopDate: new Date(9_000), output: '{}' });
    await costOf();
    expect(await costOf()).toEqual(['describeExecution']);
  });

  it('for a look whether a run has changed: two', async () => {
    const { running, client, sfn } = await open(0);
    // What it runs is asked for once.
    await client.lastChangeOf(running);
    sfn.calls.length = 0;
    await client.lastChangeOf(running);
    expect(sfn.calls.map(({ name }) => name)).toEqual(['describeExecution', 'getExecutionHistory']);
  });
});
