import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineHandler, PermanentError } from '../../lib/runtime/index.ts';
import {
  crashes,
  fails,
  failsForGood,
  runTask,
  slow,
  throttled,
  type RunTaskOptions,
} from '../../lib/testing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-testing-'));
const template = join(folder, 'order.yaml');

beforeAll(() => {
  writeFileSync(
    template,
    `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - { name: check_stock, handler: { callable: Shop::Stock, initialization: { warehouse: north } } }
  - name: charge_card
    dependencies: [check_stock]
    handler: { callable: Shop::Charge }
    retry: { max_attempts: 3, backoff: exponential, backoff_base_ms: 1000, max_backoff_ms: 8000 }
    timeout_seconds: 10
  - { name: reserve, dependencies: [check_stock], handler: { callable: Shop::Reserve } }
  - { name: ship, dependencies: [charge_card, reserve], handler: { callable: Shop::Ship } }
`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const results = { check_stock: { left: 7 }, charge_card: { charged: true }, reserve: {}, ship: { parcel: 'p1' } };
const run = (mocks: RunTaskOptions['mocks'] = {}, options: RunTaskOptions = {}) =>
  runTask(template, { mocks: { ...results, ...mocks }, ...options });

describe('runTask', () => {
  it('runs a template without handlers where every step is mocked', async () => {
    const task = await run();
    expect(task).toMatchObject({ status: 'SUCCEEDED', output: results, error: undefined });
    expect(task.steps.ship).toMatchObject({ state: 'complete', attempts: 1, result: { parcel: 'p1' } });
  });

  it('gives a mock what a handler would get', async () => {
    const seen: unknown[] = [];
    const mock = (call: unknown) => {
      seen.push(call);
      return { ok: true };
    };
    await run({ check_stock: mock, ship: mock }, { context: { order: 1 } });
    expect(seen).toEqual([
      { step: 'check_stock', attempt: 1, context: { order: 1 }, results: {}, config: { warehouse: 'north' } },
      {
        step: 'ship',
        attempt: 1,
        context: { order: 1 },
        results: { check_stock: { ok: true }, charge_card: { charged: true }, reserve: {} },
        config: {},
      },
    ]);
  });

  it('lets a step fail some times, and then do what it should, at no cost of time', async () => {
    const started = performance.now();
    const task = await run({ charge_card: fails(2, { code: 'BUSY', then: { charged: 'late' } }) });
    expect(task.status).toBe('SUCCEEDED');
    expect(task.steps.charge_card).toMatchObject({ attempts: 3, result: { charged: 'late' } });
    expect(task.elapsed).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('asks for a wait as a handler does', async () => {
    const task = await run({ charge_card: fails(1, { retryAfter: 3600, then: {} }) });
    expect(task.steps.charge_card!.attempts).toBe(2);
    expect(task.elapsed).toBeGreaterThanOrEqual(3_600_000);
  });

  it('lets a step fail for good: the others finish, and what follows is blocked', async () => {
    const task = await run({ charge_card: failsForGood({ code: 'CARD_DECLINED', message: 'No money.' }) });
    expect(task).toMatchObject({ status: 'FAILED', error: 'TaskFailed', output: undefined });
    expect(task.steps.charge_card).toMatchObject({
      state: 'error',
      attempts: 1,
      error: { code: 'CARD_DECLINED', message: 'No money.', retryable: false },
    });
    expect(task.steps.reserve!.state).toBe('complete');
    expect(task.steps.ship).toMatchObject({ blocked: true, blockedBy: ['charge_card'] });
  });

  it('gives up when a step fails more often than it may run', async () => {
    const task = await run({ charge_card: fails(3, { then: {} }) });
    expect(task.steps.charge_card).toMatchObject({ state: 'error', attempts: 3 });
  });

  it('writes a report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-report-'));
    const task = await run({ charge_card: fails(2, { then: {} }) });
    task.report(join(folder, 'out.html'));
    const page = readFileSync(join(folder, 'out.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('3 attempts of 3');
    expect(page).toContain('Input of attempt 3');
    task.report(join(folder, 'redacted.html'), { redact: true });
    expect(readFileSync(join(folder, 'redacted.html'), 'utf8')).not.toContain('Input of attempt 3</summary>');
    rmSync(folder, { recursive: true });
  });

  it('times a slow step out', async () => {
    const task = await run({ charge_card: slow('11s', { then: {} }) });
    expect(task.steps.charge_card).toMatchObject({ state: 'error', attempts: 3, error: { type: 'timeout' } });
    expect((await run({ charge_card: slow('9s', { then: {} }) })).elapsed).toBe(9000);
  });

  it('throttles without using an attempt', async () => {
    const task = await run({ charge_card: throttled(2, { then: { charged: true } }) });
    expect(task.steps.charge_card).toMatchObject({ state: 'complete', attempts: 1 });
  });

  it('lets a process crash', async () => {
    expect((await run({ charge_card: crashes(1, { then: {} }) })).steps.charge_card).toMatchObject({
      state: 'complete',
      attempts: 2,
    });
    expect((await run({ charge_card: crashes() })).steps.charge_card).toMatchObject({ state: 'error', attempts: 3 });
  });

  it('runs handlers that the test has imported, and keeps what they log', async () => {
    const Charge = defineHandler('Shop.Charge', {}, async ({ context }) => {
      if (context.getInput('amount') === 0) throw new PermanentError('Nothing to charge', { error_code: 'EMPTY' });
      return { attempt: context.retryCount + 1 };
    });
    const mocks = { check_stock: {}, reserve: {}, ship: {}, charge_card: fails(1) };
    const task = await runTask(template, { handlers: [Charge], mocks, context: { amount: 1 } });
    expect(task.steps.charge_card).toMatchObject({ state: 'complete', attempts: 2, result: { attempt: 2 } });
    const failed = await runTask(template, { handlers: [Charge], mocks, context: { amount: 0 } });
    expect(failed.steps.charge_card!.error).toMatchObject({ code: 'EMPTY', message: 'Nothing to charge' });
    expect(failed.steps.charge_card!.logs.map(({ level }) => level)).toContain('ERROR');
    expect(failed.steps.reserve!.logs.every(({ step }) => step === 'reserve')).toBe(true);
  });

  it('runs the handlers of a folder, bundled as they are deployed', async () => {
    const task = await runTask('templates/microservices/user_registration.yaml', {
      context: { user_info: { email: 'jane@example.com', name: 'Jane', plan: 'pro' } },
    });
    expect(task.status).toBe('SUCCEEDED');
    expect(Object.values(task.steps).map(({ state }) => state)).toEqual(Array(5).fill('complete'));
  });

  it('keeps results whole that are too large to travel', async () => {
    const large = { text: 'x'.repeat(300_000) };
    const task = await run({ check_stock: large });
    expect(task.steps.check_stock!.result).toEqual(large);
    expect(task.output!.check_stock).toEqual(large);
  });
});

describe('runTask refuses', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a mock for a step that is not there',
      () => run({ charge_crad: {} }),
      'A mock is for no step. The template has no step "charge_crad". Did you mean "charge_card"?',
    ],
    ['a template that is not there', () => runTask(join(folder, 'none.yaml')), 'none.yaml'],
    [
      'a handler that is not given',
      () => runTask(template, { handlers: [], mocks: { check_stock: {}, reserve: {}, ship: {} } }),
      'No handler is given for Shop.Charge. Add it to "handlers", or mock its steps.',
    ],
    ['a duration that is none', async () => slow('3 sec' as '3s'), '"3 sec" is not a duration'],
  ])('%s', async (_, act, message) => {
    await expect(act).rejects.toThrow(message);
  });

  it('to read a step that is not there', async () => {
    const { steps } = await run();
    expect(() => steps.shipp).toThrow('The template has no step "shipp". Did you mean "ship"?');
    expect(JSON.parse(JSON.stringify(steps))).toHaveProperty('ship');
  });
});

describe('a request that the API would refuse', () => {
  const strict = join(folder, 'strict.yaml');
  beforeAll(() => {
    writeFileSync(
      strict,
      `
name: strict
namespace_name: shop
version: 1.0.0
input_schema: { type: object, required: [card], properties: { card: { type: string } } }
steps: [{ name: charge, handler: { callable: Charge } }]
`,
    );
  });

  it('is refused, and nothing runs', async () => {
    let runs = 0;
    const mocks = { charge: () => ({ runs: ++runs }) };
    await expect(runTask(strict, { mocks, context: { card: 5 } })).rejects.toThrow(
      'The input_schema is not met: "card" must be string. Mend the context, or run it all the same with "inputCheck: false".',
    );
    await expect(runTask(strict, { mocks })).rejects.toThrow('"card" is required.');
    expect(runs).toBe(0);
    expect((await runTask(strict, { mocks, context: { card: '42' } })).status).toBe('SUCCEEDED');
  });

  it('runs all the same where the test says so', async () => {
    const task = await runTask(strict, { mocks: { charge: {} }, context: { card: 5 }, inputCheck: false });
    expect(task.status).toBe('SUCCEEDED');
  });

  it('is refused where the results would not fit beside it', async () => {
    const context = { card: 'x'.repeat(230_000) };
    await expect(runTask(strict, { mocks: { charge: {} }, context })).rejects.toThrow(
      /has 230,?\d+ bytes, and may have/,
    );
  });
});
