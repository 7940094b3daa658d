import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { hasPython } from '../../support/has-python.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { filesIn } from './files-in.ts';

const python = ['--language', 'python'];
const runtime = resolve(import.meta.dirname, '../../../runtimes/python');

describe.skipIf(!hasPython)('new --language python', () => {
  it('writes a template and its handlers, which validate and run as they are', async () => {
    const cwd = project({});
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order_flow', ...python], io)).toBe(0);
    expect(io.out().trimEnd().split('\n')).toEqual([
      'templates/shop/order_flow.yaml',
      ...['prepare', 'left', 'right', 'finish'].map((step) => `lambdas/shop/order_flow_${step}_handler.py`),
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
input_schema: {type: object, required: [sku], properties: {sku: {type: string, example: 'b"k'}}}
steps:
  - name: reserve
    handler: {callable: "Shop::ReserveHandler"}
    result_schema: {type: object, required: [ids, done, note], properties: {ids: {type: array, minItems: 1, items: {type: string}}, done: {type: boolean}, note: {type: "null"}}}
  - {name: charge, dependencies: [reserve], handler: {callable: "ChargeHandler"}}
`;
    const cwd = project({ 'order.yaml': template });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', '--for', 'order.yaml', ...python], io)).toBe(0);
    expect(io.out().trimEnd().split('\n')).toEqual([
      'lambdas/shop/reserve_handler.py',
      'test/shop/test_reserve_handler.py',
      'lambdas/shop/charge_handler.py',
      'test/shop/test_charge_handler.py',
    ]);
    expect(filesIn(cwd)['lambdas/shop/reserve_handler.py']).toContain('    handler_name = "Shop::ReserveHandler"\n');
    const again = fakeIo({ cwd });
    expect(await cli(['new', 'handler', '--for', 'order.yaml'], again)).toBe(0);
    expect(again.err()).toBe('All handlers of order are there already.\n');
    const runner = filesIn(join(runtime, 'scaffold'))['test/run.py'] ?? '';
    writeFileSync(join(cwd, 'test/run.py'), runner);
    mkdirSync(join(cwd, 'node_modules'));
    const { stderr, status } = spawnSync('python3', ['test/run.py'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: runtime },
    });
    expect(stderr).toMatch(/Ran 2 tests .*\n\nOK\n$/);
    expect(status).toBe(0);
  });

  it('refuses what it cannot write', async () => {
    const cwd = project({ 'm.asl.json': '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order', '--from', 'm.asl.json', ...python], io)).toBe(2);
    expect(io.err()).toContain('--from writes handlers in TypeScript alone.');
    const unknown = fakeIo({ cwd });
    expect(await cli(['new', 'handler', 'Shop::A', '--language', 'cobol'], unknown)).toBe(2);
    expect(unknown.err()).toContain('Allowed choices are typescript, python');
  });
});
