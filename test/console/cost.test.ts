import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { consoleApp } from '../../lib/console/app.ts';
import { OtherMachines, type MachineCalls } from '../../lib/console/machines/other-machines.ts';
import { diamond } from '../client/machines.ts';
import { FakeStepFunctions } from '../support/fake-sfn.ts';
import { HistoryBuilder } from '../client/make-history.ts';

/** Runs that have ended; one more is under way. */
const ENDED = 10;
const PAUSE_MS = 5_000;

/** A Step Functions that counts its calls, with runs of a template and of a machine that runs none, and consoles that are new to it. */
async function open() {
  const sfn = new FakeStepFunctions();
  sfn.deploy('shop-diamond-1_0_0', diamond());
  const order = sfn.deploy('order', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
  // Machines that have just been deployed are asked for again with each execution.
  sfn.time = 3600;
  let now = 0;
  const calls: string[] = [];
  const newConsole = () => {
    const logs = {
      filterLogEvents: async () => {
        calls.push('FilterLogEvents');
        return { events: [] };
      },
    };
    const client = new TaskerClient({ sfn, logs, now: () => now });
    const machines = new OtherMachines(
      async () => sfn as unknown as MachineCalls,
      () => client.listTemplates(),
    );
    return { client, machines, app: consoleApp({ source: client, machines, actions: client }) };
  };
  const { client, machines } = newConsole();
  const ends = { status: 'SUCCEEDED', stopDate: new Date(7_200_000), output: '{}' } as const;
  const create = async (n: number, isOver: boolean) => {
    const task = await client.createTask({ namespace: 'shop', name: 'diamond', version: '1.0.0', context: { n } });
    const history = new HistoryBuilder();
    history.line().started().step('first', { n: 1 }).ended('Succeeded');
    const events = isOver ? history.events : history.events.slice(0, -1);
    sfn.record(task.execution_arn, { events, ...(isOver && ends) });
    return task.task_uuid;
  };
  let over = '';
  for (let n = 0; n < ENDED; n++) over = await create(n, true);
  const running = await create(ENDED, false);
  const [open, ended] = [await machines.start(order, '{}', 'one'), await machines.start(order, '{}', 'two')];
  sfn.record(ended, { events: [], ...ends });
  /** What a page costs in a console that is new, and in the same one some seconds later. */
  const costOf = async (path: string) => {
    const { app } = newConsole();
    const costs: string[] = [];
    for (let look = 0; look < 2; look++) {
      now += PAUSE_MS;
      [sfn.calls.length, calls.length] = [0, 0];
      expect((await app.request(path)).status, path).toBe(200);
      const names = [...sfn.calls.map(({ name }) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`), ...calls];
      const counts = [...new Set(names)].sort().map((name) => `${names.filter((one) => one === name).length} ${name}`);
      costs.push(counts.join(', ') || 'none');
    }
    return costs.join(' | ');
  };
  const places = { running, over, order, open, ended };
  const pathOf = (path: string) =>
    path.replace(/\$(\w+)/g, (_, place: keyof typeof places) => encodeURIComponent(places[place]));
  return { client, running, sfn, costOf, pathOf };
}

/** The pages of the console, as the table in docs/reference/console.md calls them. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'the runs, or a search': ['/', '/?q=needle'],
  templates: ['/templates'],
  'a template': ['/templates/shop/diamond/1.0.0'],
  'start, with the contexts of the last five runs': ['/start?template=shop/diamond@1.0.0'],
  'graph, timeline, steps or context of a run that is under way': ['', '/timeline', '/steps', '/context'].map(
    (tab) => `/runs/$running${tab}`,
  ),
  'the same of one that has ended': ['', '/timeline', '/steps', '/context'].map((tab) => `/runs/$over${tab}`),
  'its states, or its events': ['/runs/$over?of=states', '/runs/$over/events'],
  'one of its events, or its report': ['/runs/$over/events/2', '/runs/$over/report.html'],
  'one of its steps': ['/runs/$over/steps/first'],
  'one of its steps beside its graph': ['/runs/$over?step=first'],
  'its log, or its cold starts': ['/runs/$over/log', '/runs/$over/timeline?cold'],
  'two runs that have ended, compared': ['/compare?a=$over&b=$over'],
  machines: ['/machines'],
  'a machine that runs no template': ['/machines/$order'],
  'an execution of one, under way': ['', '/timeline', '/steps', '/steps/A', '/events', '/context'].map(
    (tab) => `/runs/$open${tab}`,
  ),
  'an execution of one that has ended': ['', '/timeline', '/steps', '/steps/A', '/events', '/context'].map(
    (tab) => `/runs/$ended${tab}`,
  ),
};

it('each page costs the calls of AWS that the reference tells', async () => {
  const { costOf, pathOf } = await open();
  const rows: string[] = [];
  for (const [page, paths] of Object.entries(PAGES)) {
    const costs = new Set<string>();
    for (const path of paths) costs.add(await costOf(pathOf(path)));
    expect([...costs], page).toHaveLength(1);
    rows.push(`| ${page} | ${[...costs].join()} |`);
  }
  const reference = readFileSync(new URL('../../docs/reference/console.md', import.meta.url), 'utf8');
  const table = reference.split('\n').filter((line) => /^\| .* \| (?:none|\d+ [A-Z].*) \|$/.test(line));
  expect(table).toEqual(rows);
});

it('a look whether a run has changed costs two calls', async () => {
  const { running, client, sfn } = await open();
  // What it runs is asked for once.
  await client.lastChangeOf(running);
  sfn.calls.length = 0;
  await client.lastChangeOf(running);
  expect(sfn.calls.map(({ name }) => name)).toEqual(['describeExecution', 'getExecutionHistory']);
});
