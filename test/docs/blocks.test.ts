import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { cli, makeProgram } from '../../lib/cli/cli.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { typeCheck } from '../support/type-check.ts';
import { blocks, root, type Block } from './pages.ts';

const of = (...languages: readonly string[]) => blocks.filter(({ language }) => languages.includes(language));
const nameOf = ({ path, line }: Block) => `${path}:${line}`;

/** What blocks import that a reader's own project has. */
const PROJECT = {
  'lambdas/shop/charge-card-handler.ts': `import { StepHandler } from 'tasker-sfn/runtime';
export class ChargeCardHandler extends StepHandler { static override handlerName = 'C'; async call() { return this.success({}); } }`,
  'lambdas/shop/charge-handler.ts': `import { StepHandler } from 'tasker-sfn/runtime';
export class ChargeHandler extends StepHandler { static override handlerName = 'C'; async call() { return this.success({}); } }`,
  'types/shop/order.ts': readFileSync(join(root, 'scaffold/types/shop/order.ts'), 'utf8'),
};

describe('blocks of code', () => {
  it('are of all kinds', () => {
    expect(of('ts').length).toBeGreaterThan(40);
    expect(of('sh').length).toBeGreaterThan(40);
    expect(of('yaml', 'yml').length).toBeGreaterThan(60);
  });

  it('in TypeScript compile, by strict options', () => {
    const files: Record<string, string> = { ...PROJECT };
    const places = new Map<string, string>();
    let last: string | undefined;
    for (const [index, block] of of('ts').entries()) {
      if (block.note === 'continues' && last !== undefined) {
        files[last] += block.code;
        continue;
      }
      // Jest makes modules of its own kind, with global names: test/package/first-steps.test.ts runs one.
      if (block.note === 'jest') continue;
      // Here it would change a module that is there; test/package/first-steps.test.ts has a project in which it is not.
      if (block.code.startsWith('declare module')) continue;
      last = block.file ?? `docs/blocks/${index}.ts`;
      files[last] = /^(?:import|export)/m.test(block.code) ? `${block.code}\nexport {};\n` : block.code;
      places.set(last, nameOf(block));
    }
    const problems = typeCheck(files).map((problem) => {
      const [file = '', line = ''] = problem.split(':');
      return `${places.get(file) ?? file}+${line}${problem.slice(file.length + line.length + 1)}`;
    });
    expect(problems).toEqual([]);
  }, 400_000);

  it('in YAML are valid: templates as a whole, and what begins with their keys', () => {
    const problems = of('yaml', 'yml')
      .filter(({ path }) => !path.endsWith('diagnostics.md'))
      .flatMap((block) => {
        const [error] = parseDocument(block.code).errors;
        if (error !== undefined) return [`${nameOf(block)}: ${error.message}`];
        if (/^environments:/m.test(block.code)) return [];
        const head = 'name: page\nnamespace_name: docs\nversion: 1.0.0\n';
        const text = /^name:/m.test(block.code)
          ? block.code
          : `${head}${block.code.startsWith('- ') ? `steps:\n${block.code}` : block.code}`;
        if (!/^steps:/m.test(text)) return [];
        return parseTemplate(text, 'page.yaml')
          .diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'unknown-dependency')
          .map(({ code, message }) => `${nameOf(block)}: ${code} ${message}`);
      });
    expect(problems).toEqual([]);
  });

  it('in JSON can be parsed', () => {
    const problems = of('json', 'jsonl').filter(({ language, code }) => {
      try {
        for (const text of language === 'json' ? [code] : code.trim().split('\n')) JSON.parse(text);
        return false;
      } catch {
        return true;
      }
    });
    expect(problems.map(nameOf)).toEqual([]);
  });

  it('for the shell call commands that exist, with flags that they have', async () => {
    const lines = blocks
      .filter(({ language }) => ['sh', '', 'text'].includes(language))
      .flatMap((block) =>
        block.code
          .replace(/\\\n/g, ' ')
          .split('\n')
          .map((line) => ({ block, line: line.replace(/^\$ /, '') }))
          .filter(({ line }) => /^(?:npx )?tasker-sfn [a-z]/.test(line)),
      )
      .filter(({ block, line }) => !(block.path.endsWith('cli.md') && /\[options\]|<|\[/.test(line)));
    expect(lines.length).toBeGreaterThan(50);
    const problems: string[] = [];
    for (const { block, line } of lines) {
      const words = wordsOf(line).slice(line.startsWith('npx') ? 2 : 1);
      const io = fakeIo();
      try {
        await makeProgram({ io, run: cli, action: () => async () => {} }).parseAsync(words, { from: 'user' });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        problems.push(`${nameOf(block)}: ${line}: ${error.message}`);
      }
    }
    expect(problems).toEqual([]);
  });
});

/** The words of a line as a shell makes them, up to a comment. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(#.*)|([^\s'"]+)/g)];
  const end = words.findIndex(([, , , comment]) => comment !== undefined);
  return words
    .slice(0, end < 0 ? undefined : end)
    .map(([, single, double, , plain]) => single ?? double ?? plain ?? '');
}
