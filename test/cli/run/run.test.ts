import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { millisecondsOf } from '../../../lib/states-language/history.ts';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo, type FakeIo } from '../fake-io.ts';
import { BROKEN, CROSSED, CROSSED_HANDLERS, ORDER, project } from '../project.ts';

/** Handlers of the order; `charge` fails as the context says. */
const HANDLERS = `
import { defineHandler, PermanentError, RetryableError, logInfo } from '@tasker-systems/tasker';

export const Reserve = defineHandler('Shop::ReserveHandler', {}, async () => ({ reserved: true }));
export const Charge = defineHandler('Shop::ChargeHandler', { inputs: { failures: 'failures', card: 'card' } },
  async ({ failures = 0, card, context }) => {
    logInfo('Charging', { card });
    if (card === null) throw new PermanentError('There is no card.', { error_code: 'NO_CARD' });
    if (context.retryCount < failures) throw new RetryableError('The bank is closed.');
    return { attempt: context.retryCount + 1 };
  });
export const Pack = defineHandler('Shop::PackHandler', {}, async () => ({ packed: true }));
export const Ship = defineHandler('Shop::ShipHandler', { depends: { charge: 'charge' } },
  async ({ charge }) => ({ charged: charge }));
`;

function shop(files: Parameters<typeof project>[0] = {}): FakeIo {
  const own = { 'order.yaml': ORDER, 'lambdas/shop/order.ts': HANDLERS };
  return fakeIo({ cwd: project({ ...own, ...files }) });
}

describe('run', () => {
  it('runs the handlers and prints the outcome', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml'], io)).toBe(0);
    expect(io.out()).toMatch(/^reserve {2}complete {2}1 attempt, /);
    expect(io.out()).toContain('\nSUCCEEDED after ');
    expect(io.out()).toContain('"ship": {\n    "charged": {\n      "attempt": 1\n    }\n  }');
    expect(io.err()).toMatch(/^ {3}0\.\ds {2}reserve {2}started\n/);
    expect(io.err()).toMatch(/s {2}ship {5}complete\n$/);
  });

  it('writes a report, with payloads or without', async () => {
    const io = shop();
    const context = ['--context', '{"failures": 1, "order": "number 7"}'];
    expect(await cli(['run', 'order.yaml', '--report', 'out.html', ...context], io)).toBe(0);
    const page = readFileSync(join(io.cwd, 'out.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('number 7');
    expect(page).toMatch(/Log, \d lines?<\/summary><pre tabindex="0">[^<]*INFO {2}Charging/);
    expect(await cli(['run', 'order.yaml', '--report', 'out.html', '--redact', ...context], io)).toBe(0);
    const redacted = readFileSync(join(io.cwd, 'out.html'), 'utf8');
    expect(redacted).not.toContain('number 7');
    expect(redacted).not.toContain('Charging');
    expect(await cli(['run', 'order.yaml', '--report', 'order.yaml/report.html'], io)).toBe(2);
  });

  it('tells in a report which steps were skipped, and counts the others', async () => {
    const io = fakeIo({
      cwd: project({
        'route.yaml': `
name: route
namespace_name: shop
version: 1.0.0
steps:
  - { name: route, type: decision, dependencies: [begin], handler: { callable: Route } }
  - { name: begin, handler: { callable: Begin } }
  - { name: by_hand, dependencies: [route], handler: { callable: Begin } }
`,
        'lambdas/route.ts': `
import { Decision, defineDecisionHandler, defineHandler } from '@tasker-systems/tasker';
export const Begin = defineHandler('Begin', {}, async () => ({}));
export const Route = defineDecisionHandler('Route', {}, async () => Decision.skip('nobody is there'));
`,
      }),
    });
    expect(await cli(['run', 'route.yaml', '--report', 'out.html'], io)).toBe(0);
    expect(readFileSync(join(io.cwd, 'out.html'), 'utf8')).toContain(
      '<dd>2 of 2 complete</dd><dt>Skipped</dt><dd>by_hand: not chosen by route</dd>',
    );
  });

  it('draws when the steps ran', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--timeline', '--context', '{"failures": 2}'], io)).toBe(0);
    expect(io.out()).toMatch(/\ncharge {3,}×+·+×+·+█+ +[\d.]+ \w+, 3 attempts\n/);
    const other = shop();
    expect(await cli(['run', 'order.yaml', '--timeline', '--json'], other)).toBe(0);
    expect(JSON.parse(other.out()).steps[0].history).toMatchObject([{ attempt: 1, state: 'complete' }]);
    expect(other.err()).toContain('█  an attempt that succeeded');
  });

  it('lets branches meet at a table in memory, with exact sync', async () => {
    const files = { 'crossed.yaml': CROSSED, 'lambdas/crossed.ts': CROSSED_HANDLERS, 'node_modules/.keep': '' };
    const io = fakeIo({ cwd: project(files) });
    expect(await cli(['run', 'crossed.yaml', '--sync', 'exact', '--json', '--history', 'history.json'], io)).toBe(0);
    const { output, steps } = JSON.parse(io.out());
    expect(output.d).toEqual({ saw: ['a', 'b'] });
    expect(steps.map((step: any) => step.state)).toEqual(Array(4).fill('complete'));
    expect(readFileSync(join(io.cwd, 'history.json'), 'utf8')).toContain('updateItem.waitForTaskToken');
  });

  it('bundles as told, and says what of that is no bundling', async () => {
    const mail = `import mail from './mail.html';\nimport { defineHandler } from '@tasker-systems/tasker';
import pack from 'pack';
export const Mail = defineHandler('Mail', {}, async () => ({ mail, pack: pack.name }));`;
    const files = {
      'mail.yaml': 'name: mail\nnamespace_name: n\nversion: 1.0.0\nsteps: [{ name: m, handler: { callable: Mail } }]\n',
      'lambdas/mail.ts': mail,
      'lambdas/mail.html': '<p>hello</p>',
      'node_modules/pack/package.json': '{ "name": "pack", "main": "i.js" }',
      'node_modules/pack/i.js': 'exports.name = require(`./${"name"}.json`);',
      'node_modules/pack/name.json': '"pack"',
      'bundling.json': '{ "loader": { ".html": "text" }, "nodeModules": ["pack"] }',
    };
    const io = fakeIo({ cwd: project(files), env: { PATH: process.env['PATH'] ?? '' } });
    expect(await cli(['run', 'mail.yaml', '--json', '--bundling', '@bundling.json'], io)).toBe(0);
    expect(JSON.parse(io.out()).output.m).toEqual({ mail: '<p>hello</p>', pack: 'pack' });

    for (const [given, reason] of [
      ['[]', '--bundling must be a JSON object with external, nodeModules, files, metrics, loader.'],
      ['{"externals":[]}', '--bundling has no "externals". It may have external, nodeModules, files, metrics, loader.'],
      ['{"nodeModules":"sharp"}', '"nodeModules" of --bundling must be a list of strings.'],
      ['{"loader":{".html":"file"}}', '"loader" of --bundling must be an object of extensions, each with one of text'],
      ['{', '--bundling is not valid JSON'],
    ] as const) {
      const bad = fakeIo({ cwd: io.cwd });
      expect(await cli(['run', 'mail.yaml', '--bundling', given], bad)).toBe(2);
      expect(bad.err()).toContain(reason);
    }
  });

  it('waits in virtual time, and the same seed gives the same waits', async () => {
    const started = Date.now();
    const waits = await Promise.all(
      ['7', '7', '8', '9', '10'].map(async (seed) => {
        const io = shop();
        const flags = ['--context', '{"failures": 2}', '--seed', seed, '--json', '--history', 'history.json'];
        expect(await cli(['run', 'order.yaml', ...flags], io)).toBe(0);
        const { steps } = JSON.parse(io.out());
        const charge = steps.find((step: any) => step.name === 'charge');
        expect(charge).toMatchObject({ state: 'complete', attempts: 3, result: { attempt: 3 }, error: null });
        expect(io.err()).toContain('charge   attempt 1 failed: retryable_error: The bank is closed');
        const { events } = JSON.parse(readFileSync(join(io.cwd, 'history.json'), 'utf8'));
        const at = (event: any) => millisecondsOf(event);
        return events
          .filter(({ type }: any) => type === 'WaitStateEntered')
          .map((wait: any) => at(events.find((event: any) => event.previousEventId === wait.id)) - at(wait));
      }),
    );
    const [first, same, ...others] = waits as [number[], number[], ...number[][]];
    expect(first).toHaveLength(2);
    const difference = (some: number[]) => Math.max(...some.map((wait, index) => Math.abs(wait - first[index]!)));
    // Waits are whole seconds; what a busy machine adds to them is less.
    expect(difference(same)).toBeLessThan(500);
    expect(Math.max(...others.map(difference))).toBeGreaterThan(500);
    expect(Math.max(...waits.flat())).toBeGreaterThan(0);
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('plans by durations', async () => {
    const files = { 'crossed.yaml': CROSSED, 'lambdas/crossed.ts': CROSSED_HANDLERS, 'node_modules/.keep': '' };
    const cwd = project({ ...files, 'd.json': '{"a": 1, "b": 9, "c": 9, "d": 1}' });
    const endOf = async (...flags: string[]) => {
      const io = fakeIo({ cwd });
      expect(await cli(['run', 'crossed.yaml', '--history', 'h.json', '--json', ...flags], io)).toBe(0);
      const { events } = JSON.parse(readFileSync(join(cwd, 'h.json'), 'utf8'));
      return events.find(({ type }: any) => type === 'ParallelStateEntered').stateEnteredEventDetails.name;
    };
    expect(await endOf('--durations', 'd.json')).not.toBe(await endOf());
  });

  it('tells what failed and what did not run because of it, and exits with 1', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--context', '{"card": null}'], io)).toBe(1);
    expect(io.out()).toMatch(/^charge {3}error {5}1 attempt, \d+ ms {2,}NO_CARD: There is no card\.$/m);
    expect(io.out()).toMatch(/^pack {5}complete/m);
    expect(io.out()).toMatch(/^ship {5}blocked +charge failed$/m);
    expect(io.out()).toMatch(/\nFAILED after \d+ m?s\n$/);
    expect(io.err()).toContain('ship     blocked: charge failed\n');
  });

  it('prints exactly one JSON document, with every promised key', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--context', '{"card": null}', '--json'], io)).toBe(1);
    const document = JSON.parse(io.out());
    expect(Object.keys(document)).toEqual(['status', 'executionArn', 'output', 'error', 'cause', 'steps', 'events']);
    expect(document).toMatchObject({ status: 'FAILED', output: null, error: 'TaskFailed' });
    expect(document.executionArn).toMatch(/^arn:aws:states:[\w-]+:\d+:execution:shop-order-1_0_0:/);
    expect(JSON.parse(document.cause)).toMatchObject({
      failed: [{ step: 'charge', code: 'NO_CARD' }],
      blocked: ['ship'],
    });
    for (const step of document.steps) {
      expect(Object.keys(step)).toEqual(
        expect.arrayContaining(['name', 'state', 'attempts', 'result', 'error', 'startedAt', 'completedAt']),
      );
    }
    // Lines of the source, and nothing of the bundle and what calls it.
    const stack = document.steps.find(({ name }: { name: string }) => name === 'charge').error.stack;
    expect(stack).toMatch(/^ {4}at .*\/lambdas\/shop\/order\.ts:\d+:\d+\)?$/);
  });

  it('prints a JSON document also when there is nothing to run', async () => {
    const io = shop({ 'broken.yaml': BROKEN });
    expect(await cli(['run', 'broken.yaml', '--json'], io)).toBe(1);
    expect(JSON.parse(io.out())).toMatchObject({
      status: 'INVALID',
      diagnostics: [{}, { code: 'unknown-dependency' }],
    });
    expect(io.err()).toContain('error[unknown-dependency]');
  });

  it('writes the history in the form of the AWS API', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--history', 'history.json'], io)).toBe(0);
    const { events } = JSON.parse(readFileSync(join(io.cwd, 'history.json'), 'utf8'));
    expect(events[0]).toMatchObject({ id: 1, type: 'ExecutionStarted' });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
  });

  it('passes the task request on', async () => {
    const io = shop();
    const flags = ['--correlation-id', 'c-1', '--tag', 'a', '--tag', 'b', '--history', 'history.json'];
    expect(await cli(['run', 'order.yaml', ...flags], io)).toBe(0);
    const { events } = JSON.parse(readFileSync(join(io.cwd, 'history.json'), 'utf8'));
    expect(JSON.parse(events[0].executionStartedEventDetails.input)).toEqual({
      name: 'order',
      namespace: 'shop',
      version: '1.0.0',
      context: {},
      correlation_id: 'c-1',
      tags: ['a', 'b'],
    });
  });

  it('shows the log of the handlers only when asked', async () => {
    const quiet = shop();
    await cli(['run', 'order.yaml'], quiet);
    expect(quiet.err()).not.toContain('Charging');
    const verbose = shop();
    await cli(['run', 'order.yaml', '--verbose', '--context', '{"card": 4}'], verbose);
    expect(verbose.err()).toMatch(/ {2}charge {3}INFO Charging {"card":4}\n/);
  });

  it('refuses a context that breaks the input_schema, as the API does, unless --no-input-check says otherwise', async () => {
    const schema = 'input_schema: { type: object, required: [card], properties: { failures: { type: integer } } }\n';
    const files = { 'order.yaml': ORDER + schema };
    const io = shop(files);
    expect(await cli(['run', 'order.yaml', '--context', '{"failures": "none"}', '--json'], io)).toBe(1);
    expect(io.err()).toContain('error: The input_schema is not met: "card" is required.\n');
    expect(io.err()).toContain('error: The input_schema is not met: "failures" must be integer.\n');
    expect(JSON.parse(io.out())).toEqual({
      status: 'INVALID',
      diagnostics: [],
      violations: ['"card" is required.', '"failures" must be integer.'],
    });
    const unchecked = shop(files);
    const flags = ['--context', '{"failures": "none"}', '--no-input-check'];
    expect(await cli(['run', 'order.yaml', ...flags], unchecked)).toBe(0);
    expect(unchecked.err()).not.toContain('input_schema');
  });

  it('refuses a request beside which the results do not fit, as the API does', async () => {
    const request = { context: { text: 'x'.repeat(230_000) } };
    const io = shop({ 'request.json': JSON.stringify(request) });
    const run = (...flags: readonly string[]) => cli(['run', 'order.yaml', '--request', '@request.json', ...flags], io);
    expect(await run('--json')).toBe(1);
    expect(io.err()).toMatch(/^error: The task's request has 230,?\d{3} bytes, and may have \d+: the 256 KiB/);
    expect(JSON.parse(io.out())).toMatchObject({ status: 'INVALID', violations: [expect.stringContaining('bytes')] });
    expect(await run('--no-input-check')).toBe(1);
  });

  it('tells few of many violations', async () => {
    const schema = 'input_schema: { properties: { tags: { items: { type: string } } } }\n';
    const io = shop({ 'order.yaml': ORDER + schema, 'context.json': JSON.stringify({ tags: Array(20_000).fill(1) }) });
    expect(await cli(['run', 'order.yaml', '--context', '@context.json'], io)).toBe(1);
    expect(io.err()).toContain('error: The input_schema is not met: "tags.19" must be string.\n');
    expect(io.err()).toContain('There are more than 10,000 violations; these are the first 20.\n');
    expect(io.err().split('\n').length).toBeLessThan(25);
  });

  it.each([
    [
      '['.repeat(5000) + ']'.repeat(5000),
      /^error: --context cannot be taken: The JSON is nested more than 500 levels deep\./m,
    ],
    ['{"a": ' + '['.repeat(5000) + ']'.repeat(5000) + '}', /nested more than 500 levels deep/],
    [
      '{"order": {"ids": [1, 12345678901234567890]}}',
      /--context cannot be taken at "\/order\/ids\/1": The number 12345678901234567890 cannot be kept exactly/,
    ],
  ])('does not take a context that it could not keep: %.30s', async (context, message) => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--context', context], io)).toBe(2);
    expect(io.err()).toMatch(message);
  });

  it.each([
    [
      { 'lambdas/shop/order.ts': HANDLERS.replace('Shop::PackHandler', 'Shop::PakHandler') },
      /order\.yaml:1\d:\d+: error\[handler-not-found\]: No handler named "Shop[:.]+PackHandler"[^]*Did you mean "Shop::PakHandler"/,
    ],
    [{ 'lambdas/shop/more.ts': HANDLERS }, /lambdas\/shop\/order\.ts:\d+:\d+: error\[handler-conflict\]/],
    [{ 'lambdas/shop/order.ts': 'export const = 1;' }, /lambdas\/shop\/order\.ts:1:14: error\[handler-build-failed\]/],
    [
      { 'lambdas/shop/order.ts': `${HANDLERS}\nthrow new Error('no way');` },
      /^lambdas\/shop\/order\.ts:\d+:7: error\[handler-load-failed\]: The code of the handlers "Shop::ReserveHandler", .* and "Shop::ShipHandler" fails while it is loaded: Error: no way\n[^]*order\.yaml:\d+:\d+: note: The step "\w+" calls it/m,
    ],
    [
      { 'lambdas/shop/order.ts': `${HANDLERS}\nprocess.exit(3);` },
      /^lambdas\/shop\/order\.ts:\d+:\d+: error\[handler-load-failed\]: .*: Runtime\.ExitError: Runtime exited with error: exit status 3\n/m,
    ],
  ])('reports handlers that cannot be used: %#', async (files, message) => {
    const io = shop(files);
    expect(await cli(['run', 'order.yaml', '--json'], io)).toBe(1);
    expect(JSON.parse(io.out())).toMatchObject({ status: 'INVALID' });
    expect(io.err()).toMatch(message);
  });

  it('reports a folder of handlers that is not there', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--handlers', 'nowhere'], io)).toBe(1);
    expect(io.err()).toContain('nowhere:1:1: error[no-handlers-folder]: There is no folder "nowhere" with handlers.');
  });

  it('stops when it is interrupted', async () => {
    const slow = HANDLERS.replace('async () => ({ reserved: true })', '() => new Promise(() => {})');
    const io = shop({ 'lambdas/shop/order.ts': slow });
    const running = cli(['run', 'order.yaml', '--json'], io);
    const timer = setInterval(() => io.err().includes('started') && io.interrupt(), 20);
    expect(await running).toBe(130);
    clearInterval(timer);
    expect(JSON.parse(io.out())).toMatchObject({
      status: 'ABORTED',
      steps: [{ name: 'reserve', state: 'cancelled' }, {}, {}, {}],
    });
  });

  it.each([
    [['--context', '{'], 'error: --context is not valid JSON: '],
    [
      ['--request', '{"name": "refund"}'],
      'error: --request asks for a task of name "refund", but the template\'s is "order".',
    ],
  ])('is bad usage with %j', async (flags, message) => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', ...flags], io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toContain(message);
  });
});
