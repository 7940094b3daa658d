import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { typeCheck } from '../../support/type-check.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { filesIn } from './files-in.ts';

describe('new template', () => {
  it('writes a template and its handlers, which validate and run as they are', async () => {
    const cwd = project({});
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order_flow'], io)).toBe(0);
    const written = io.out().trimEnd().split('\n');
    expect(written).toEqual([
      'templates/shop/order_flow.yaml',
      ...['prepare', 'left', 'right', 'finish'].map((step) => `lambdas/shop/order-flow-${step}-handler.ts`),
    ]);
    expect(Object.keys(filesIn(cwd)).sort()).toEqual(written.sort());
    expect(io.err()).toBe('\nNext, run it:\n  npx tasker-sfn run templates/shop/order_flow.yaml\n');

    const validated = fakeIo({ cwd });
    expect(await cli(['validate', 'templates'], validated)).toBe(0);
    expect(validated.err()).toBe('1 template, 0 errors, 0 warnings\n');
    const plan = fakeIo({ cwd });
    await cli(['plan', 'templates/shop/order_flow.yaml', '--json'], plan);
    expect(JSON.parse(plan.out())).toMatchObject({
      namespace: 'shop',
      name: 'order_flow',
      steps: 4,
      parallelStates: 1,
    });
    const ran = fakeIo({ cwd });
    expect(await cli(['run', 'templates/shop/order_flow.yaml', '--json'], ran)).toBe(0);
    expect(JSON.parse(ran.out())).toMatchObject({ status: 'SUCCEEDED', output: { finish: { attempt: 1 } } });
  });

  it('lets templates live side by side', async () => {
    const cwd = project({});
    for (const name of ['shop/order', 'shop/refund', 'bank/order']) {
      expect(await cli(['new', 'template', name], fakeIo({ cwd }))).toBe(0);
    }
    for (const name of ['shop/order', 'shop/refund', 'bank/order']) {
      expect(await cli(['run', `templates/${name}.yaml`], fakeIo({ cwd }))).toBe(0);
    }
  });

  it.each(['true', 'null', 'No'])('writes the name "%s" as text', async (name) => {
    const cwd = project({});
    await cli(['new', 'template', `shop/${name}`], fakeIo({ cwd }));
    expect(await cli(['validate', 'templates'], fakeIo({ cwd }))).toBe(0);
  });

  it('overwrites nothing, and says all that is there', async () => {
    const mine = { 'templates/shop/order.yaml': 'mine', 'lambdas/shop/order-left-handler.ts': 'export {}' };
    const cwd = project(mine);
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order'], io)).toBe(2);
    expect(io.err()).toBe(
      'error: Nothing was written, because these files exist: templates/shop/order.yaml; lambdas/shop/order-left-handler.ts.\n',
    );
    expect(io.out()).toBe('');
    expect(filesIn(cwd)).toEqual(mine);
  });

  it.each([
    'order',
    'shop/',
    '/order',
    'shop/a/b',
    '../x',
    'shop/../x',
    'shop/1',
    '1/x',
    'sh op/x',
    `${'a'.repeat(30)}/x`,
  ])('"%s" is no name', async (name) => {
    const cwd = project({});
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', name], io)).toBe(2);
    expect(io.err()).toContain(`"${name}" is not a name for a template. Write namespace/name`);
    expect(filesIn(cwd)).toEqual({});
  });

  it('says in one line that it cannot write', async () => {
    const cwd = project({ templates: 'a file' });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'template', 'shop/order'], io)).toBe(2);
    expect(io.err()).toMatch(
      /^error: The file "templates\/.*" cannot be written: a part of the path is not a folder\.\n$/,
    );
  });
});

describe('new handler', () => {
  it.each([
    ['Shop::ReserveHandler', 'lambdas/shop/reserve-handler.ts', 'ReserveHandler'],
    [
      'Micro::StepHandlers::CreateHTTPUserHandler',
      'lambdas/micro/create-http-user-handler.ts',
      'CreateHTTPUserHandler',
    ],
    ['CustomerSuccess.Refund', 'lambdas/customer_success/refund-handler.ts', 'RefundHandler'],
    ['shop.pack_it', 'lambdas/shop/pack-it-handler.ts', 'PackItHandler'],
    ['Pack', 'lambdas/pack-handler.ts', 'PackHandler'],
    ['Shop::StepHandler', 'lambdas/shop/step-handler-handler.ts', 'StepHandlerHandler'],
    ['Shop::class', 'lambdas/shop/class-handler.ts', 'ClassHandler'],
    ['Shop::Handler', 'lambdas/shop/handler.ts', 'Handler'],
  ])('writes %s to %s', async (callable, path, className) => {
    const cwd = project({});
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', callable], io)).toBe(0);
    expect(io.out()).toBe(`${path}\n`);
    expect(io.err()).toContain(`callable: ${callable}\n`);
    const files = filesIn(cwd);
    expect(files[path]).toContain(`export class ${className} extends StepHandler {`);
    expect(files[path]).toContain(`handlerName = '${callable}';`);
  });

  it('writes what a template finds', async () => {
    const steps = 'steps:\n  - name: pack\n    handler: { callable: Shop.PackHandler }\n';
    const cwd = project({ 'a.yaml': `name: a\nnamespace_name: shop\nversion: 1.0.0\n${steps}` });
    await cli(['new', 'handler', 'Shop::PackHandler'], fakeIo({ cwd }));
    expect(await cli(['run', 'a.yaml'], fakeIo({ cwd }))).toBe(0);
  });

  it('does not write a second handler of the same name', async () => {
    const handler = `export class P extends StepHandler { static handlerName = 'Shop::PackHandler' }`;
    const cwd = project({ 'lambdas/all.ts': `import { StepHandler } from 'tasker-sfn/runtime';\n${handler}\n` });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', 'Shop.PackHandler'], io)).toBe(2);
    expect(io.err()).toBe(
      'error: Nothing was written, because these files exist: the handler Shop.PackHandler, in lambdas/all.ts.\n',
    );
  });

  it('overwrites nothing, and minds no handler that cannot be read', async () => {
    const cwd = project({ 'lambdas/shop/broken.ts': 'export class {{{' });
    expect(await cli(['new', 'handler', 'Shop::PackHandler'], fakeIo({ cwd }))).toBe(0);
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', 'Shop::Other::PackHandler'], io)).toBe(2);
    expect(io.err()).toContain('Nothing was written, because these files exist: lambdas/shop/pack-handler.ts.');
  });

  it.each(['', 'Shop::', '::Pack', 'Shop:Pack', "Shop::Pa'ck", 'Shop/Pack', '2Shop::Pack', 'Shop::_', 'a'.repeat(501)])(
    '"%s" is no name',
    async (callable) => {
      const cwd = project({});
      mkdirSync(join(cwd, 'lambdas'));
      const io = fakeIo({ cwd });
      expect(await cli(['new', 'handler', callable], io)).toBe(2);
      expect(io.err()).toContain('is not a name for a handler. Write a name such as Shop::ReserveHandler.');
      expect(filesIn(cwd)).toEqual({});
    },
  );

  it('is one of two things to write', async () => {
    const io = fakeIo();
    expect(await cli(['new', 'workflow', 'x'], io)).toBe(2);
    expect(io.err()).toContain("unknown command 'workflow'");
  });
});

describe('new handler --for', () => {
  const template = `
name: order
namespace_name: shop
version: 1.0.0
input_schema: { type: object, required: [email], properties: { email: { type: string, format: email } } }
steps:
  - name: reserve
    handler: { callable: Shop::ReserveHandler }
    result_schema: { type: object, required: [id], properties: { id: { type: string }, note: { type: string } } }
  - name: charge
    handler: { callable: Shop::ChargeHandler }
    dependencies: [reserve]
  - name: charge_again
    handler: { callable: Shop.ChargeHandler }
    dependencies: [charge]
`;
  const forTemplate = ['new', 'handler', '--for', 'order.yaml'];

  it('writes each missing handler with a test, and leaves the others alone', async () => {
    const cwd = project({ 'order.yaml': template });
    await cli(['new', 'handler', 'Shop::ChargeHandler'], fakeIo({ cwd }));
    const io = fakeIo({ cwd });
    expect(await cli(forTemplate, io)).toBe(0);
    expect(io.out()).toBe('lambdas/shop/reserve-handler.ts\ntest/shop/reserve-handler.test.ts\n');
    expect(io.err()).toContain('1 handler of order written');
    const ran = fakeIo({ cwd });
    expect(await cli(['run', 'order.yaml', '--context', '{"email": "a@b.c"}', '--json'], ran)).toBe(0);
    expect(JSON.parse(ran.out())).toMatchObject({ output: { reserve: { id: 'text' } } });
    const again = fakeIo({ cwd });
    expect(await cli(forTemplate, again)).toBe(0);
    expect(again.out()).toBe('');
    expect(again.err()).toBe('All handlers of order are there already.\n');
  });

  it('gives tests what the template says of the context and of the steps before', async () => {
    const cwd = project({ 'order.yaml': template });
    expect(await cli(forTemplate, fakeIo({ cwd }))).toBe(0);
    const files = filesIn(cwd);
    expect(files['test/shop/charge-handler.test.ts']).toContain("context: { email: 'ada@example.com' },");
    expect(files['test/shop/charge-handler.test.ts']).toContain("results: { reserve: { id: 'text' } }");
    expect(files['test/shop/reserve-handler.test.ts']).toContain("toEqual({ id: 'text' })");
    expect(typeCheck(Object.fromEntries(Object.entries(files).filter(([path]) => path.endsWith('.ts'))))).toEqual([]);
  });

  it('writes nothing when handlers cannot be read, for what is missing may be in them', async () => {
    const cwd = project({ 'order.yaml': template, 'lambdas/broken.ts': 'export class {{{' });
    const io = fakeIo({ cwd });
    expect(await cli(forTemplate, io)).toBe(1);
    expect(io.err()).toContain('lambdas/broken.ts');
    expect(io.out()).toBe('');
  });

  it.each([[[]], [['Shop::PackHandler', '--for', 'order.yaml']]])('takes a name or a template: %j', async (args) => {
    const io = fakeIo({ cwd: project({ 'order.yaml': template }) });
    expect(await cli(['new', 'handler', ...args], io)).toBe(2);
    expect(io.err()).toContain('or a template with --for; not both');
  });
});

describe('names that differ by case alone', () => {
  const steps = (...callables: string[]) =>
    callables.map((callable, index) => `  - { name: s${index}, handler: { callable: ${callable} } }\n`).join('');
  const template = (...callables: string[]) =>
    `name: a\nnamespace_name: shop\nversion: 1.0.0\nsteps:\n${steps(...callables)}`;

  it('are never written beside each other', async () => {
    const cwd = project({ 'a.yaml': template('Shop::HTTPFetch', 'Shop::HttpFetch') });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', '--for', 'a.yaml'], io)).toBe(2);
    expect(io.err()).toContain('two files would be "lambdas/shop/http-fetch-handler.ts"');
    expect(Object.keys(filesIn(cwd))).toEqual(['a.yaml']);
  });

  it('are there already', async () => {
    const cwd = project({ 'lambdas/Shop/Pack-Handler.ts': '' });
    const io = fakeIo({ cwd });
    expect(await cli(['new', 'handler', 'Shop::PackHandler'], io)).toBe(2);
    expect(io.err()).toContain('Nothing was written, because these files exist: lambdas/Shop/Pack-Handler.ts.');
  });
});
