import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { bundleCache, localBundles } from '../../lib/project/bundle-cache.ts';
import { type Bundling, loadFunctions } from '../../lib/languages/index.ts';
import { bundleHandlers } from '../../lib/project/index.ts';
import { sampleEvent } from '../runtime/sample-event.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';

const workflowOf = (...callables: readonly string[]) => {
  const steps = callables.map((each, index) => `  - { name: s${index}, handler: { callable: ${each} } }`);
  const text = `name: t\nnamespace_name: n\nversion: 1.0.0\nsteps:\n${steps.join('\n')}\n`;
  return compileTemplate(text, { file: 't.yaml' }).value!;
};

function bundle(files: Readonly<Record<string, string>>, ...callables: readonly string[]) {
  const dir = handlerFolder({ 'node_modules/.keep': '', ...files });
  const { value, diagnostics } = bundleHandlers([workflowOf(...callables)], { dir: 'lambdas', from: dirname(dir) });
  const problems = diagnostics.map(({ code, message, hint, span }) => {
    const { line, column } = positionOf(span.file, span.start);
    return `${span.file.path}:${line}:${column}: ${code}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
  });
  return { callables: value && [...value.keys()], problems };
}

describe('bundleHandlers', () => {
  it('bundles what the templates name, and nothing else', () => {
    const files = { 'a.ts': handlerModule('A', 'N::A'), 'b.ts': handlerModule('B', 'N::B') };
    expect(bundle(files, 'N.A')).toEqual({ callables: ['N.A'], problems: [] });
  });

  it('says at the steps which handlers are missing, and which there are', () => {
    const files = { 'a.ts': handlerModule('Charge', 'Shop::Charge') };
    expect(bundle(files, 'Shop::Charge', 'Shop::Chrage', 'X').problems).toEqual([
      't.yaml:6:38: handler-not-found: No handler named "Shop::Chrage" is exported in the folder "lambdas". Did you mean "Shop::Charge"?',
      't.yaml:7:38: handler-not-found: No handler named "X" is exported in the folder "lambdas". The folder has "Shop::Charge".',
    ]);
    expect(bundle({}, 'X').problems).toEqual([expect.stringContaining('The folder has no handlers')]);
  });

  it('says which file has the name of a missing handler, and does not export it', () => {
    const files = {
      'a.ts': handlerModule('A', 'N::A').replace('export class', 'class'),
      'b.js':
        "const { defineHandler } = require('tasker-sfn/runtime');\nexports.B = defineHandler('N.B', {}, async () => ({}));",
      'c.ts': handlerModule('C', 'N::C'),
    };
    const hint = (file: string) =>
      `"lambdas/${file}" has this name, but does not export a handler of it. Write "export" before its class or constant; "module.exports" is not read.`;
    expect(bundle(files, 'N.A', 'N::B', 'N::C').problems).toEqual([
      `t.yaml:5:38: handler-not-found: No handler named "N.A" is exported in the folder "lambdas". ${hint('a.ts')}`,
      `t.yaml:6:38: handler-not-found: No handler named "N::B" is exported in the folder "lambdas". ${hint('b.js')}`,
    ]);
  });

  it('bundles files of every kind of JavaScript and TypeScript', () => {
    const files = Object.fromEntries(
      ['cts', 'mts', 'tsx'].map((type) => [`${type}.${type}`, handlerModule('A', `N.${type}`)]),
    );
    expect(bundle(files, 'N.cts', 'N.mts', 'N.tsx')).toEqual({ callables: ['N.cts', 'N.mts', 'N.tsx'], problems: [] });
  });

  it('warns of a method of a handler that was made of a function, and of no other', () => {
    const files = {
      'a.ts': `import { defineHandler as make } from '@tasker-systems/tasker';\nexport const A = make('N.A', {}, async () => ({}));`,
      'b.ts': handlerModule('B', 'N.B'),
    };
    expect(bundle(files, 'N.A, method: refund', 'N.B, method: refund', 'N.A, method: call').problems).toEqual([
      't.yaml:5:51: method-of-function: The handler "N.A" is a function, which has no method "refund". "call" runs instead, as in Tasker. Remove "method", or write the handler as a class that has it.',
    ]);
  });

  it('says where an import cannot be found', () => {
    const files = { 'a.ts': `import x from './nowhere.ts';\n${handlerModule('A', 'N.A', '{ x }')}` };
    expect(bundle(files, 'N.A').problems).toEqual([
      expect.stringMatching(/^lambdas\/a\.ts:1:15: handler-build-failed: .*Could not resolve ".\/nowhere\.ts"/),
    ]);
  });

  it('says at the folder that there is none', () => {
    const { diagnostics } = bundleHandlers([workflowOf('A')], { dir: 'nowhere', from: '/' });
    expect(diagnostics.map(({ span, message }) => `${span.file.path}: ${message}`)).toEqual([
      'nowhere: There is no folder "nowhere" with handlers.',
    ]);
  });

  it('needs no folder when there is nothing to bundle', () => {
    expect(bundleHandlers([], { dir: 'nowhere', from: '/' })).toEqual({ value: new Map(), diagnostics: [] });
  });
});

describe('bundleCache', () => {
  it('is a cache of the project', () => {
    const dir = handlerFolder({ 'node_modules/p/index.js': '' });
    expect(bundleCache(join(dir, 'deep'))).toMatch(join(dir, 'node_modules/.cache/tasker-sfn'));
    expect(bundleCache(join(dir, 'deep'))).not.toBe(bundleCache(join(dir, 'other')));
  });

  it('is a temporary folder where there is no project', () => {
    expect(bundleCache('/nowhere/lambdas')).toContain('tasker-sfn');
    expect(bundleCache('/nowhere/lambdas')).not.toContain('node_modules');
  });
});

describe('bundles that run on this machine', () => {
  const library = (text: string) => ({
    '../node_modules/@aws-sdk/client-x/package.json': '{"name":"@aws-sdk/client-x","main":"i.js"}',
    '../node_modules/@aws-sdk/client-x/i.js': `module.exports = { is: 'the SDK' };`,
    '../node_modules/pack/package.json': '{"name":"pack","main":"i.js"}',
    '../node_modules/pack/i.js': text,
  });
  const load = async (handler: string, bundling?: Bundling) => {
    const dir = handlerFolder({ ...library(`module.exports = 'pack';`), 'a.ts': handler });
    const { value } = bundleHandlers([workflowOf('N.A')], { dir: 'lambdas', from: dirname(dir), bundling });
    const functions = await loadFunctions(value!, { logger: () => undefined });
    return functions.get('N.A')!(sampleEvent({ step: { callable: 'N.A' } }));
  };

  it('lie below no folder of packages but that of Lambda', () => {
    const dir = handlerFolder({ '../node_modules/p/index.js': '' });
    expect(localBundles(dir)).not.toContain(dirname(dir));
    expect(localBundles(dir)).not.toContain('node_modules');
    expect(localBundles(dir)).not.toBe(localBundles(join(dir, 'deep')));
    expect(statSync(dirname(localBundles(dir))).mode & 0o777).toBe(0o700);
  });

  it('find the AWS SDK as it is installed', async () => {
    const handler = `import sdk from '@aws-sdk/client-x';\n${handlerModule('A', 'N.A', 'sdk')}`;
    expect(await load(handler)).toEqual({ result: { is: 'the SDK' }, after: [] });
  });

  it('do not find what is installed in the project, as on Lambda', async () => {
    const handler = `const name = String('pack');\nconst pack = await import(name);\n${handlerModule('A', 'N.A', '{ pack: pack.default }')}`;
    await expect(load(handler)).rejects.toThrow(/Cannot find package 'pack'/);
    expect(await load(handler, { nodeModules: ['pack'] })).toEqual({ result: { pack: 'pack' }, after: [] });
    expect(await load(handler, { external: ['pack'] })).toEqual({ result: { pack: 'pack' }, after: [] });
  });

  it('have maps to the sources where they are', () => {
    const dir = handlerFolder({ 'a.ts': handlerModule('A', 'N.A') });
    const { value } = bundleHandlers([workflowOf('N.A')], { dir: 'lambdas', from: dirname(dir) });
    const map = JSON.parse(readFileSync(`${value!.get('N.A')!.entry}.map`, 'utf8'));
    const files = map.sources.map((source: string) => fileURLToPath(new URL(`${map.sourceRoot}${source}`, 'file:///')));
    expect(files).toContain(join(dir, 'a.ts'));
  });
});
