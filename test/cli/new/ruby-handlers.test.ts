import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { hasRuby } from '../../support/has-ruby.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { filesIn } from './files-in.ts';

const ruby = ['--language', 'ruby'];
const runtime = resolve(import.meta.dirname, '../../../runtimes/ruby');

/** Runs the tests of a project, which finds the runtime here. */
export function runRubyTests(cwd: string) {
  const env = { ...process.env, RUBYLIB: join(runtime, 'lib') };
  return spawnSync('ruby', ['-w', 'test/run.rb'], { cwd, encoding: 'utf8', env });
}

describe.skipIf(!hasRuby)('new --language ruby', () => {
  it('writes a template and its handlers, which validate and run as they are', async () => {
    const cwd = project({});
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order_flow', ...ruby], io)).toBe(0);
    expect(io.out().trimEnd().split('\n')).toEqual([
      'templates/shop/order_flow.yaml',
      ...['prepare', 'left', 'right', 'finish'].map((step) => `lambdas/shop/order_flow_${step}_handler.rb`),
    ]);
    const validated = fakeIo({ cwd });
    expect(await cli(['validate', 'templates'], validated)).toBe(0);
    expect(validated.err()).toBe('1 template, 0 errors, 0 warnings\n');
    const ran = fakeIo({ cwd });
    expect(await cli(['run', 'templates/shop/order_flow.yaml', '--json'], ran)).toBe(0);
    expect(JSON.parse(ran.out())).toMatchObject({ status: 'SUCCEEDED', output: { finish: { attempt: 1 } } });
  }, 60_000);

  it('writes the handlers that a template lacks, with tests that pass', async () => {
    const template = `name: order
namespace_name: shop
version: 1.0.0
input_schema: {type: object, required: [sku], properties: {sku: {type: string, example: "b'k#{1}"}}}
steps:
  - name: reserve
    handler: {callable: "Shop::Steps::ReserveHandler"}
    result_schema: {type: object, required: [ids, done, note], properties: {ids: {type: array, minItems: 1, items: {type: string}}, done: {type: boolean}, note: {type: "null"}}}
  - {name: charge, dependencies: [reserve], handler: {callable: "shop.charge_card"}}
`;
    const cwd = project({ 'order.yaml': template });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', '--for', 'order.yaml', ...ruby], io)).toBe(0);
    expect(io.out().trimEnd().split('\n')).toEqual([
      'lambdas/shop/reserve_handler.rb',
      'test/shop/test_reserve_handler.rb',
      'lambdas/shop/charge_card_handler.rb',
      'test/shop/test_charge_card_handler.rb',
    ]);
    const files = filesIn(cwd);
    expect(files['lambdas/shop/reserve_handler.rb']).toContain(
      'module Shop\n  module Steps\n    class ReserveHandler < TaskerCore::StepHandler::Base\n      def call(context)\n',
    );
    expect(files['lambdas/shop/charge_card_handler.rb']).toContain("    def handler_name\n      'shop.charge_card'\n");
    const again = fakeIo({ cwd });
    expect(await cli(['new', 'handler', '--for', 'order.yaml'], again)).toBe(0);
    expect(again.err()).toBe('All handlers of order are there already.\n');
    writeFileSync(join(cwd, 'test/run.rb'), filesIn(join(runtime, 'scaffold'))['test/run.rb'] ?? '');
    const { stdout, stderr, status } = runRubyTests(cwd);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\n2 runs, 4 assertions, 0 failures, 0 errors, 0 skips\n/);
    expect(status).toBe(0);
  }, 60_000);
});
