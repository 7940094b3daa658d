import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { OTHER_LANGUAGES } from '../../support/other-languages.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { filesIn } from './files-in.ts';

const runtimes = resolve(import.meta.dirname, '../../../runtimes');

/** Callables of each language, awkward texts, and what comes of both. */
const WANTED = {
  python: {
    example: `'b"k'`,
    callables: ['Shop::ReserveHandler', 'ChargeHandler'],
    files: { reserve_handler: '    handler_name = "Shop::ReserveHandler"\n', charge_handler: '' },
    env: { PYTHONPATH: join(runtimes, 'python') },
    passed: /Ran 2 tests .*\n\nOK\n$/,
  },
  ruby: {
    example: `"b'k#{1}"`,
    callables: ['Shop::Steps::ReserveHandler', 'shop.charge_card'],
    files: {
      reserve_handler:
        'module Shop\n  module Steps\n    class ReserveHandler < TaskerCore::StepHandler::Base\n      def call(context)\n',
      charge_card_handler: "    def handler_name\n      'shop.charge_card'\n",
    },
    env: { RUBYLIB: join(runtimes, 'ruby/lib'), RUBYOPT: '-w' },
    passed: /\n2 runs, 4 assertions, 0 failures, 0 errors, 0 skips\n/,
  },
};

describe.each(OTHER_LANGUAGES)('new --language $language', ({ language, isHere, program, extension }) => {
  const flags = ['--language', language];
  const { example, callables, files, env, passed } = WANTED[language];

  it.skipIf(!isHere)(
    'writes a template and its handlers, which validate and run as they are',
    async () => {
      const cwd = project({});
      const io = fakeIo({ cwd });
      expect(await cli(['new', 'template', 'shop/order_flow', ...flags], io)).toBe(0);
      expect(io.out().trimEnd().split('\n')).toEqual([
        'templates/shop/order_flow.yaml',
        ...['prepare', 'left', 'right', 'finish'].map((step) => `lambdas/shop/order_flow_${step}_handler.${extension}`),
      ]);
      const validated = fakeIo({ cwd });
      expect(await cli(['validate', 'templates'], validated)).toBe(0);
      expect(validated.err()).toBe('1 template, 0 errors, 0 warnings\n');
      const ran = fakeIo({ cwd });
      expect(await cli(['run', 'templates/shop/order_flow.yaml', '--json'], ran)).toBe(0);
      expect(JSON.parse(ran.out())).toMatchObject({ status: 'SUCCEEDED', output: { finish: { attempt: 1 } } });
    },
    60_000,
  );

  it.skipIf(!isHere)(
    'writes the handlers that a template lacks, with tests that pass',
    async () => {
      const template = `name: order
namespace_name: shop
version: 1.0.0
input_schema: {type: object, required: [sku], properties: {sku: {type: string, example: ${example}}}}
steps:
  - name: reserve
    handler: {callable: "${callables[0]}"}
    result_schema: {type: object, required: [ids, done, note], properties: {ids: {type: array, minItems: 1, items: {type: string}}, done: {type: boolean}, note: {type: "null"}}}
  - {name: charge, dependencies: [reserve], handler: {callable: "${callables[1]}"}}
`;
      const cwd = project({ 'order.yaml': template });
      const io = fakeIo({ cwd });
      expect(await cli(['new', 'handler', '--for', 'order.yaml', ...flags], io)).toBe(0);
      const written = Object.keys(files).flatMap((name) => [
        `lambdas/shop/${name}.${extension}`,
        `test/shop/test_${name}.${extension}`,
      ]);
      expect(io.out().trimEnd().split('\n')).toEqual(written);
      for (const [name, text] of Object.entries(files))
        expect(filesIn(cwd)[`lambdas/shop/${name}.${extension}`]).toContain(text);
      const again = fakeIo({ cwd });
      expect(await cli(['new', 'handler', '--for', 'order.yaml'], again)).toBe(0);
      expect(again.err()).toBe('All handlers of order are there already.\n');
      const runner = `test/run.${extension}`;
      writeFileSync(join(cwd, runner), filesIn(join(runtimes, language, 'scaffold'))[runner] ?? '');
      mkdirSync(join(cwd, 'node_modules'));
      const tests = spawnSync(program, [runner], { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
      expect(tests.stderr).not.toMatch(/warning:/i);
      expect(tests.stdout + tests.stderr).toMatch(passed);
      expect(tests.status).toBe(0);
    },
    60_000,
  );

  it('refuses what it cannot write', async () => {
    const cwd = project({ 'm.asl.json': '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order', '--from', 'm.asl.json', ...flags], io)).toBe(2);
    expect(io.err()).toContain('--from writes handlers in TypeScript alone.');
  });
});

it('new refuses a language that it does not know', async () => {
  const io = fakeIo({ cwd: project({}) });
  expect(await cli(['new', 'handler', 'Shop::A', '--language', 'cobol'], io)).toBe(2);
  expect(io.err()).toContain('Allowed choices are typescript, python, ruby');
});
