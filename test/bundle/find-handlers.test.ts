import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHandlers, HandlerError, type HandlerProblem } from '../../lib/bundle/index.ts';
import { handlerFolder, handlerModule } from './handler-folder.ts';

function found(files: Readonly<Record<string, string>>) {
  const dir = handlerFolder(files);
  return [...findHandlers(dir)].map(
    ([callable, { name, file, exportName }]) => [callable, name, relative(dir, file), exportName] as const,
  );
}

function problems(dir: string): readonly HandlerProblem[] {
  try {
    findHandlers(dir);
  } catch (error) {
    if (error instanceof HandlerError) return error.problems;
    throw error;
  }
  return [];
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
    expect(problems(`${dir}/nowhere`)).toEqual([{ kind: 'folder-missing', dir: `${dir}/nowhere` }]);
    expect(problems(`${dir}/a.ts`)).toMatchObject([{ kind: 'folder-missing' }]);
  });

  it('says where a name is given twice', () => {
    const dir = handlerFolder({ 'a.ts': handlerModule('A', 'N::A'), 'b.ts': `\n${handlerModule('B', 'N.A')}` });
    const at = (file: string, line: number) => ({ file: relative('', `${dir}/${file}`), line, column: 14 });
    expect(problems(dir)).toEqual([{ kind: 'conflict', callable: 'N.A', first: at('a.ts', 3), second: at('b.ts', 4) }]);
  });

  it('says where a name is computed', () => {
    const code = `${imports}const N = 'N';
export class A extends StepHandler { static handlerName = N + '.A' }
export const B = defineHandler(\`\${N}.B\`, {}, f);
`;
    const dir = handlerFolder({ 'a.ts': code });
    const file = relative('', `${dir}/a.ts`);
    expect(problems(dir)).toEqual([
      { kind: 'name-not-literal', handler: 'A', place: { file, line: 4, column: 14 } },
      { kind: 'name-not-literal', handler: 'B', place: { file, line: 5, column: 14 } },
    ]);
  });

  it('says where a file cannot be read as code, in every file', () => {
    const dir = handlerFolder({ 'a.ts': 'const ok = 1;\n\tconst = 2;\n', 'b.ts': 'class {' });
    const [first, second] = problems(dir);
    expect(first).toEqual({
      kind: 'build-failed',
      place: { file: relative('', `${dir}/a.ts`), line: 2, column: 8 },
      reason: 'Expected identifier but found "="',
      frame: '2 | \tconst = 2;\n  | \t      ^',
    });
    expect(second).toMatchObject({ kind: 'build-failed', place: { line: 1 } });
  });

  it('tells everything in one message', () => {
    const dir = handlerFolder({ 'a.ts': 'const = 2;' });
    expect(() => findHandlers(dir)).toThrow(
      /a\.ts:1:7: Expected identifier but found "="\n1 \| const = 2;\n {2}\| {7}\^$/,
    );
  });
});
