import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepRepair } from '../../lib/client/index.ts';
import { defineHandler, StepHandlerResult } from '../../lib/runtime/index.ts';
import { failsForGood, runTask, type RunTaskOptions, type StepCall } from '../../lib/testing/index.ts';
import { handlerFolder } from '../support/handler-folder.ts';
import { hasPython } from '../support/has-python.ts';

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-repair-'));
const template = join(folder, 'order.yaml');

beforeAll(() => {
  writeFileSync(
    template,
    `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - { name: check_stock, handler: { callable: Shop::Stock } }
  - name: charge_card
    dependencies: [check_stock]
    handler: { callable: Shop::Charge }
    retry: { max_attempts: 1 }
    result_schema: { type: object, required: [payment], properties: { payment: { type: string } } }
  - { name: reserve, dependencies: [check_stock], handler: { callable: Shop::Reserve } }
  - { name: ship, dependencies: [charge_card, reserve], handler: { callable: Shop::Ship } }
`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A run whose card is refused at first, and the steps whose mocks were called, in order. */
async function refused(mocks: RunTaskOptions['mocks'] = {}) {
  const calls: StepCall[] = [];
  const mock = (result: object) => (call: StepCall) => {
    calls.push(call);
    return { ...result };
  };
  const own = {
    check_stock: mock({ left: 7 }),
    charge_card: failsForGood({ times: 1, code: 'CARD_DECLINED', then: mock({ payment: 'p1' }) }),
    reserve: mock({ shelf: 3 }),
    ship: mock({ parcel: 'x' }),
  };
  const failed = await runTask(template, { context: { order: 1 }, mocks: { ...own, ...mocks } });
  expect(failed.status).toBe('FAILED');
  expect(failed.ran).toEqual(['check_stock', 'charge_card', 'reserve']);
  calls.length = 0;
  return { failed, calls };
}

const action = (name: StepRepair['action'], step = 'charge_card') => ({ step, action: name }) as StepRepair;

describe('a task under test that is repaired', () => {
  it('runs a step again that is reset, and what waited for it, and nothing else', async () => {
    const { failed, calls } = await refused();
    const task = await failed.repair([action('reset_for_retry')]);
    expect(task).toMatchObject({ status: 'SUCCEEDED', ran: ['charge_card', 'ship'], error: undefined });
    expect(calls.map(({ step, attempt }) => [step, attempt])).toEqual([
      ['charge_card', 1],
      ['ship', 1],
    ]);
    expect(calls[1]!.results).toEqual({
      check_stock: { left: 7 },
      charge_card: { payment: 'p1' },
      reserve: { shelf: 3 },
    });
    expect(task.output).toEqual({ ...calls[1]!.results, ship: { parcel: 'x' } });
    expect(task.steps.charge_card).toMatchObject({ state: 'complete', attempts: 1 });
    expect(task.steps.charge_card!.history.map(({ state }) => state)).toEqual(['error', 'complete']);
    // What was seen before stays as it was.
    expect(failed.steps.charge_card).toMatchObject({ state: 'error', error: { code: 'CARD_DECLINED' } });
  });

  it('goes on without a result where a step is resolved', async () => {
    const { failed, calls } = await refused();
    const task = await failed.repair([action('resolve_manually')]);
    expect(task).toMatchObject({ status: 'SUCCEEDED', ran: ['ship'] });
    expect(calls[0]!.results).toEqual({ check_stock: { left: 7 }, reserve: { shelf: 3 } });
    expect(task.output).toMatchObject({ charge_card: null, ship: { parcel: 'x' } });
    expect(task.steps.charge_card!.state).toBe('resolved_manually');
  });

  it('goes on with the result of the operator where a step is completed, and tells who did it', async () => {
    const { failed, calls } = await refused();
    const result = { payment: 'by hand' };
    const task = await failed.repair([{ step: 'charge_card', action: 'complete_manually', result }], {
      by: 'Ada',
      reason: 'The bank confirmed it.',
    });
    expect(task).toMatchObject({ status: 'SUCCEEDED', ran: ['ship'] });
    expect(calls[0]!.results).toMatchObject({ charge_card: result });
    const file = join(folder, 'report.html');
    task.report(file);
    expect(readFileSync(file, 'utf8')).toContain('The bank confirmed it.');
  });

  it('can be repaired more than once, with other mocks', async () => {
    const { failed } = await refused();
    const mocks = { charge_card: failsForGood({ code: 'BANK_CLOSED' }) };
    const again = await failed.repair([action('reset_for_retry')], { mocks });
    expect(again).toMatchObject({ status: 'FAILED', ran: ['charge_card'] });
    expect(again.steps.charge_card!.error!.code).toBe('BANK_CLOSED');
    const task = await again.repair([action('reset_for_retry')], { mocks: { charge_card: { payment: 'p2' } } });
    expect(task).toMatchObject({ status: 'SUCCEEDED', ran: ['charge_card', 'ship'] });
    expect(task.elapsed).toBeGreaterThanOrEqual(again.elapsed);
    await expect(failed.repair([action('reset_for_retry')])).rejects.toThrow('Repair the run that came of it.');
  });

  it('is refused what the API refuses', async () => {
    const { failed } = await refused();
    const bad = [{ step: 'charge_card', action: 'complete_manually', result: { paid: true } }] as const;
    await expect(failed.repair(bad)).rejects.toThrow(/result_schema of the step "charge_card" is not met: .*payment/);
    await expect(failed.repair([action('reset_for_retry', 'reserve')])).rejects.toThrow(/done is never run again/);
    await expect(failed.repair([action('reset_for_retry', 'charge')])).rejects.toThrow(/no step "charge"/);
    await expect(failed.repair([])).rejects.toThrow(/name a step/);
    const mocks = { chrage_card: {} };
    await expect(failed.repair([action('reset_for_retry')], { mocks })).rejects.toThrow(
      /A mock is for no step.*charge_card/,
    );
    const task = await failed.repair([action('reset_for_retry')]);
    await expect(task.repair([action('reset_for_retry')])).rejects.toThrow(/is complete: there is nothing to repair/);
  });

  it('tells that a handler is not there which nothing asked for', async () => {
    const { failed } = await refused();
    const mocks = { charge_card: failsForGood({ times: 1 }) };
    await expect(failed.repair([action('reset_for_retry')], { mocks })).rejects.toThrow(/"charge_card" was mocked/);
  });

  it('runs a handler after faults, from its last checkpoint', async () => {
    const seen: unknown[] = [];
    let isOpen = false;
    const Charge = defineHandler('Shop::Charge', {}, ({ context }) => {
      seen.push(context.checkpointCursor);
      if (context.checkpointCursor === null) {
        return StepHandlerResult.success({ cursor: 5, items_processed: 5 }, { checkpoint_yield: true });
      }
      if (!isOpen) throw new Error('closed');
      return { payment: 'p1' };
    });
    const mocks = { check_stock: {}, reserve: {}, ship: {} };
    const failed = await runTask(template, { mocks, handlers: [Charge] });
    isOpen = true;
    const task = await failed.repair([action('reset_for_retry')]);
    expect(task.status).toBe('SUCCEEDED');
    expect(seen).toEqual([null, 5, 5]);
  });
});

const python = `import os
from tasker_core.step_handler.functional import step_handler
from tasker_core import PermanentError


@step_handler("Shop::Stock")
def stock(context):
    return {"large": "x" * 300000}


@step_handler("Shop::Charge")
def charge(context):
    if not os.path.exists(context.input_data["bank"]):
        raise PermanentError("The bank is closed.")
    return {"payment": str(len(context.get_dependency_result("check_stock")["large"]))}
`;

describe.skipIf(!hasPython)('a task with handlers in processes of their own', { timeout: 60_000 }, () => {
  it('finds what they have kept when it goes on', async () => {
    const dir = handlerFolder({ 'shop.py': python });
    const bank = join(dirname(dir), 'bank-is-open');
    const failed = await runTask(template, { context: { bank }, handlers: dir, mocks: { reserve: {}, ship: {} } });
    expect(failed).toMatchObject({ status: 'FAILED', ran: ['check_stock', 'charge_card', 'reserve'] });
    writeFileSync(bank, '');
    const task = await failed.repair([action('reset_for_retry')]);
    expect(task).toMatchObject({ status: 'SUCCEEDED', ran: ['charge_card', 'ship'] });
    expect(task.output!['charge_card']).toEqual({ payment: '300000' });
    expect(task.output!['check_stock']).toEqual({ large: 'x'.repeat(300_000) });
  });
});
