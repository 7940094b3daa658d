import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { runStateMachine } from '../../../lib/local/index.ts';
import { root } from '../../docs/pages.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

interface Run {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly context: JsonObject;
  readonly faults?: string;
}

const user = { name: 'Ada', email: 'ada@example.com', plan: 'pro' };
const cart = { cart: [{ sku: 'lamp', quantity: 2 }], customer: { email: 'ada@example.com', name: 'Ada' } };
const ticket = { ticket_id: 't-1', customer_id: 'c-1', refund_amount: 80, customer_email: 'ada@example.com' };
const order = { payment_id: 'pay_1', refund_amount: 80, partner_id: 'p-1', refund_reason: 'customer_request' };

/** Runs of every example: one that goes well, and one that does not. */
const EXAMPLES: Readonly<Record<string, readonly Run[]>> = {
  'microservices/user_registration': [
    { status: 'SUCCEEDED', context: { user_info: user }, faults: 'billing:fail=2' },
    { status: 'FAILED', context: { user_info: user }, faults: 'billing:reject' },
  ],
  'ecommerce/checkout': [
    { status: 'SUCCEEDED', context: { ...cart, card: 'tok_flaky' } },
    { status: 'FAILED', context: { ...cart, card: 'tok_declined' } },
  ],
  'analytics/sales_pipeline': [{ status: 'SUCCEEDED', context: { days: 30 } }],
  'expenses/expense_approval': [
    { status: 'SUCCEEDED', context: { expense: { employee: 'Ada', amount: 9000, category: 'travel' } } },
    { status: 'SUCCEEDED', context: { expense: { employee: 'Ada', amount: 0 } } },
    { status: 'FAILED', context: { expense: { employee: 'Ada', amount: -1 } } },
  ],
  'imports/csv_import': [
    { status: 'SUCCEEDED', context: { rows: 3000, poisoned: 1417 } },
    { status: 'SUCCEEDED', context: { rows: 0 } },
  ],
  'customer_success/process_refund': [
    { status: 'SUCCEEDED', context: { ...ticket, payment_id: 'pay_1' } },
    { status: 'FAILED', context: { ...ticket, payment_id: 'pay_3_disputed' } },
  ],
  'payments/process_refund': [
    { status: 'SUCCEEDED', context: order },
    { status: 'FAILED', context: { ...order, payment_id: 'pay_3_disputed' } },
  ],
};

const runs = Object.entries(EXAMPLES).flatMap(([name, each]) => each.map((run) => [name, run] as const));

describe('replay of the examples', () => {
  it('knows them all', () => {
    const files = readdirSync(join(root, 'templates'), { recursive: true, encoding: 'utf8' });
    const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.replace(/\.yaml$/, ''));
    expect(Object.keys(EXAMPLES).sort()).toEqual(names.sort());
  });

  it.each(runs)('%s %j goes as it went, without any handler', async (name, { status, context, faults }) => {
    const history = join(project({}), 'history.json');
    const template = `templates/${name}.yaml`;
    const env: Record<string, string> = faults === undefined ? {} : { TASKER_SFN_DEMO_FAULTS: faults };
    const ran = fakeIo({ cwd: root, env });
    await cli(['run', template, '--context', JSON.stringify(context), '--history', history, '--json'], ran);
    expect(JSON.parse(ran.out()), ran.err()).toMatchObject({ status });

    const replayed = fakeIo({ cwd: root });
    const code = await cli(['replay', history, template, '--json'], replayed);
    expect(JSON.parse(replayed.out())).toEqual({ status, differences: [] });
    expect(code).toBe(status === 'SUCCEEDED' ? 0 : 1);
  });
});

describe('replay of examples whose steps have no cause to fail', () => {
  it.each(['analytics/sales_pipeline', 'imports/csv_import'])('%s fails in the replay as it failed', async (name) => {
    const text = readFileSync(join(root, `templates/${name}.yaml`), 'utf8');
    const callables = new Set([...text.matchAll(/callable: (\S+)/g)].map(([, callable = '']) => callable));
    const handlers = [...callables].map(
      (callable, index) =>
        `export const H${index} = defineHandler('${callable}', {}, () => { throw new PermanentError('${callable} is out of order'); });`,
    );
    const cwd = project({
      'template.yaml': text,
      'lambdas/broken.ts': `import { defineHandler, PermanentError } from 'tasker-sfn/runtime';\n${handlers.join('\n')}`,
      'node_modules/.keep': '',
    });
    const context = JSON.stringify(name === 'imports/csv_import' ? { rows: 10 } : { days: 30 });
    const ran = fakeIo({ cwd });
    expect(await cli(['run', 'template.yaml', '--context', context, '--history', 'history.json'], ran)).toBe(1);
    const io = fakeIo({ cwd });
    expect(await cli(['replay', 'history.json', 'template.yaml', '--json'], io)).toBe(1);
    expect(JSON.parse(io.out())).toEqual({ status: 'FAILED', differences: [] });
  });
});

describe('replay of a hand-written machine', () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' } as const;
  const machine = {
    StartAt: 'Charge',
    States: {
      Charge: {
        ...task,
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3600 }],
        Catch: [{ ErrorEquals: ['Declined'], ResultPath: '$.error', Next: 'Apologise' }],
        ResultPath: '$.paid',
        Next: 'Wait',
      },
      Wait: { Type: 'Wait', Seconds: 60, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Ship', States: { Ship: { ...task, End: true } } },
          { StartAt: 'Tell', States: { Tell: { ...task, End: true } } },
        ],
        End: true,
      },
      Apologise: { ...task, Next: 'Stop' },
      Stop: { Type: 'Fail', Error: 'Declined', Cause: 'No money' },
    },
  } as const;
  const answer = { Return: { Payload: 'done' } };

  it.each([
    ['SUCCEEDED', [{ Throw: { Error: 'Busy' } }, answer]],
    ['FAILED', [{ Throw: { Error: 'Declined', Cause: 'by the bank' } }]],
    ['FAILED', [{ Throw: { Error: 'Unheard', Cause: 'of' } }]],
  ])('that %s after %j goes as it went', async (status, charge) => {
    const mocks = { Charge: charge, Ship: answer, Tell: answer, Apologise: answer };
    const { status: before, history } = await runStateMachine({ definition: machine, input: { card: 1 }, mocks });
    expect(before).toBe(status);
    const cwd = project({ 'machine.asl.json': JSON.stringify(machine) });
    writeFileSync(join(cwd, 'history.json'), JSON.stringify({ events: history }));
    const io = fakeIo({ cwd });
    await cli(['replay', 'history.json', 'machine.asl.json', '--json'], io);
    expect(JSON.parse(io.out())).toEqual({ status, differences: [] });
  });
});
