import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { positionOf } from '../../lib/diagnostics/position.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { findHandlers } from '../../lib/project/index.ts';
import { handlerFolder, handlerModule } from '../support/handler-folder.ts';

function found(files: Readonly<Record<string, string>>) {
  const dir = handlerFolder(files);
  const { value = new Map(), diagnostics } = findHandlers(dir, '/');
  expect(diagnostics).toEqual([]);
  return [...value].map(
    ([callable, { name, file, exportName }]) => [callable, name, relative(dir, file), exportName] as const,
  );
}

/** What is wrong with a folder `lambdas`, in one line each. */
function problems(dir: string): readonly string[] {
  const { value, diagnostics } = findHandlers('lambdas', dirname(dir));
  expect(value).toBeUndefined();
  return diagnostics.map(({ code, message, span }) => {
    const { line, column } = positionOf(span.file, span.start);
    return `${span.file.path}:${line}:${column}: ${code}: ${message}`;
  });
}

const imports = `import { StepHandler, defineHandler, defineApiHandler as api } from '@tasker-systems/tasker';
import * as tasker from 'tasker-sfn/runtime';
`;

describe('findHandlers', () => {
  it('finds handlers in all folders, under one spelling of their names', () => {
    expect(
      found({
        'shop/charge.ts': handlerModule('ChargeHandler', 'Shop::ChargeHandler'),
        'shop/deep/refund.js': handlerModule('Refund', 'Shop.Refund').replace(
          /, type StepContext|: StepContext|override /g,
          '',
        ),
        'shop/notes.md': 'static handlerName = "No"',
      }),
    ).toEqual([
      ['Shop.ChargeHandler', 'Shop::ChargeHandler', 'shop/charge.ts', 'ChargeHandler'],
      ['Shop.Refund', 'Shop.Refund', 'shop/deep/refund.js', 'Refund'],
    ]);
  });

  it('finds them in files of any kind of JavaScript and TypeScript, and in no declarations and tests', () => {
    const files = [
      'a.mts',
      'b.cts',
      'c.tsx',
      'd.jsx',
      'e.cjs',
      'f.mjs',
      'g.d.cts',
      'h.test.tsx',
      'i.spec.cjs',
      'j.txt',
    ];
    const code = `${imports}export const Handler = defineHandler('NAME', {}, async () => ({}));`;
    const names = found(Object.fromEntries(files.map((file) => [file, code.replace('NAME', file[0]!)]))).map(
      ([name]) => name,
    );
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it.each([
    ['a class', `export class A extends StepHandler { static handlerName = 'N.A'; async call() {} }`, 'A'],
    ['a readonly name', `export class A extends StepHandler { static readonly handlerName: string = "N.A" }`, 'A'],
    ['a name in backticks', 'export class A extends StepHandler { static handlerName = `N.A` }', 'A'],
    [
      'a name below other members',
      `export class A extends StepHandler { x = { static: 1 }; call() { if (1) { } }\nstatic handlerName = 'N.A' }`,
      'A',
    ],
    ['a class with another base', `export class A extends mixin(StepHandler) { static handlerName = 'N.A' }`, 'A'],
    ['a class expression', `export const A = class extends StepHandler { static handlerName = 'N.A' };`, 'A'],
    [
      'a class that names itself',
      `export class A extends StepHandler { static handlerName = 'N.A'; static self = A.handlerName }`,
      'A',
    ],
    ['a class exported later', `class A extends StepHandler { static handlerName = 'N.A' }\nexport { A as B };`, 'B'],
    ['a default export', `export default class A extends StepHandler { static handlerName = 'N.A' }`, 'default'],
    ['a nameless default export', `export default class extends StepHandler { static handlerName = 'N.A' }`, 'default'],
    ['a function', `export const A = defineHandler('N.A', { depends: {} }, async () => ({}));`, 'A'],
    ['a function over several lines', `export const A = defineHandler(\n  'N.A',\n  {},\n  async () => ({}),\n);`, 'A'],
    ['a function by another name', `export const A = api('N.A', { baseUrl: '' }, async () => ({}));`, 'A'],
    ['a function of a namespace', `let A = tasker.defineDecisionHandler('N.A', {}, f);\nexport { A };`, 'A'],
  ])('finds %s', (_, code, exportName) => {
    expect(found({ 'a.ts': imports + code })).toEqual([['N.A', 'N.A', 'a.ts', exportName]]);
  });

  it.each([
    ['a class that is not exported', `class A extends StepHandler { static handlerName = 'N.A' }`],
    ['a class without a name', `export abstract class A extends StepHandler {}`],
    ['a base class with an empty name', `export abstract class A extends StepHandler { static handlerName = '' }`],
    ['a class without a base', `export class A { static handlerName = 'N.A' }`],
    ['a comment', `/*! export class A extends StepHandler {\n  static handlerName = "N.A";\n}\nexport {\n  A\n}; */`],
    [
      'a text',
      'export const text = `\nclass A extends StepHandler {\n  static handlerName = "N.A";\n}\nexport {\n  A\n};\n`;',
    ],
    [
      'the name of an inner class',
      `export class A extends StepHandler { call() { return class extends StepHandler {\nstatic handlerName = 'N.A' } } }`,
    ],
    ['another function', `export const A = define('N.A', {}, f);`],
    ['a module that only passes on', `export * from './b.ts'; export { B } from './c.ts';`],
  ])('does not take %s for a handler', (_, code) => {
    expect(found({ 'a.ts': imports + code })).toEqual([]);
  });

  it('finds a handler after a call that takes one argument', () => {
    const code = `import { createLogger, defineHandler } from '@tasker-systems/tasker';
const log = createLogger({ component: 'bank' });
export const Charge = defineHandler('Charge', {}, async () => ({}));
`;
    expect(found({ 'charge.ts': code })).toEqual([['Charge', 'Charge', 'charge.ts', 'Charge']]);
  });

  it('leaves tests, declarations and packages alone', () => {
    const broken = 'class {';
    const names = ['a.test.ts', 'a.spec.ts', 'a.d.ts', 'node_modules/p/a.ts', '.hidden/a.ts', '__tests__/a.ts'];
    expect(found(Object.fromEntries(names.map((name) => [name, broken])))).toEqual([]);
  });

  it('does not run the modules', () => {
    const code = `${handlerModule('A', 'N.A')}\nthrow new Error('no environment here'); await import('nowhere');`;
    expect(found({ 'a.ts': code })).toHaveLength(1);
  });

  it('says when the folder is missing or is none', () => {
    const dir = handlerFolder({ 'a.ts': '' });
    const of = (name: string) => findHandlers(name, dir).diagnostics.map(({ message }) => message);
    expect(of('nowhere')).toEqual(['There is no folder "nowhere" with handlers.']);
    expect(of('a.ts')).toEqual(['There is no folder "a.ts" with handlers.']);
  });

  it('says where a name is given twice', () => {
    const dir = handlerFolder({ 'a.ts': handlerModule('A', 'N::A'), 'b.ts': `\n${handlerModule('B', 'N.A')}` });
    expect(problems(dir)).toEqual([
      'lambdas/b.ts:4:14: handler-conflict: Two handlers are named "N.A": one in "lambdas/a.ts", one in "lambdas/b.ts".',
    ]);
  });

  it('says where a name is computed', () => {
    const code = `${imports}const N = 'N';
export class A extends StepHandler { static handlerName = N + '.A' }
export const B = defineHandler(\`\${N}.B\`, {}, f);
`;
    expect(problems(handlerFolder({ 'a.ts': code }))).toEqual([
      expect.stringMatching(/^lambdas\/a\.ts:4:14: handler-build-failed: .*the name of "A" is computed/),
      expect.stringMatching(/^lambdas\/a\.ts:5:14: handler-build-failed: .*the name of "B" is computed/),
    ]);
  });

  it('says where a file cannot be read as code, in every file', () => {
    const dir = handlerFolder({ 'a.ts': 'const ok = 1;\n\tconst = 2;\n', 'b.ts': 'class {' });
    expect(problems(dir)).toEqual([
      expect.stringMatching(/^lambdas\/a\.ts:2:8: handler-build-failed: .*Expected identifier but found "="/),
      expect.stringMatching(/^lambdas\/b\.ts:1:\d+: handler-build-failed/),
    ]);
  });

  it('takes no source that is not UTF-8: its texts would be deployed with wrong characters', () => {
    const dir = handlerFolder({ 'a.ts': handlerModule('A', 'N.A') });
    writeFileSync(join(dir, 'b.ts'), Buffer.from("export const city = 'K\u00f6ln';\n", 'latin1'));
    expect(problems(dir)).toEqual([
      'lambdas/b.ts:1:23: unreadable-file: "lambdas/b.ts" cannot be read: it is not UTF-8 text: the byte 0xf6 here does not belong to a character; save the file as UTF-8.',
    ]);
  });

  it('shows the code', () => {
    const dir = handlerFolder({ 'a.ts': 'const = 2;' });
    const { diagnostics } = findHandlers('lambdas', dirname(dir));
    expect(diagnostics.map((each) => renderDiagnostic(each)).join()).toMatch(/\n1 \| const = 2;\n {2}\| {7}\^/);
  });
});
