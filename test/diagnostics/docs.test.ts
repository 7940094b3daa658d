import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import { rules } from '../../lib/template/validate-template.ts';
import { allDiagnostics } from '../support/all-diagnostics.ts';

const diagnostics = await allDiagnostics();
const codes = [...diagnostics.keys()];
const sections = new Map(
  readFileSync('docs/reference/diagnostics.md', 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section.replace(/^## .*$/ms, '')]),
);

describe('the diagnostics', () => {
  it('have codes in kebab case', () => {
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('are each looked for in a test', () => {
    const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(`test/${file}`, 'utf8'))
      .join('\n');
    expect(codes.filter((code) => !new RegExp(`(?<![\\w-])${code}(?![\\w-])`).test(tests))).toEqual([]);
  });

  it('are documented code by code, with nothing else', () => {
    expect([...sections.keys()].sort()).toEqual(codes.toSorted());
  });

  it.each([...sections])(
    '%s: the page says whether it is an error or a warning, and how to fix it',
    (code, section) => {
      expect(section).toContain(`**${diagnostics.get(code)?.kind.severity === 'error' ? 'Error' : 'Warning'}.**`);
      expect(section).toMatch(/\*\*Fix:\*\*/);
    },
  );

  it.each([...sections].filter(([, section]) => section.includes('```yaml')))(
    '%s: the example of the page triggers it',
    (code, section) => {
      const example = /```yaml\n(.*?)```/s.exec(section)?.[1] ?? '';
      expect(parseTemplate(example, 'example.yaml').diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    },
  );

  it('have an example on the page when they are rules', () => {
    const withoutExample = rules.filter(({ kind }) => !sections.get(kind.code)?.includes('```yaml'));
    expect(withoutExample).toEqual([]);
  });
});
