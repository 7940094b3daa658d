import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { bundleCache } from '../../lib/project/bundle-cache.ts';
import { bundleHandlers } from '../../lib/project/index.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';

const workflowOf = (...callables: readonly string[]) => {
  const steps = callables.map((each, index) => `  - { name: s${index}, handler: { callable: '${each}' } }`);
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
  it('is a cache of the project, so that packages are found from there', () => {
    const dir = handlerFolder({ 'node_modules/p/index.js': '' });
    expect(bundleCache(join(dir, 'deep'))).toMatch(join(dir, 'node_modules/.cache/tasker-sfn'));
    expect(bundleCache(join(dir, 'deep'))).not.toBe(bundleCache(join(dir, 'other')));
  });

  it('is a temporary folder where there is no project', () => {
    expect(bundleCache('/nowhere/lambdas')).toContain('tasker-sfn');
    expect(bundleCache('/nowhere/lambdas')).not.toContain('node_modules');
  });
});
