import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../lib/template/validate-template.ts';
import { allDiagnostics } from '../support/all-diagnostics.ts';

const codes = [...(await allDiagnostics()).keys()];
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

  // That each has its severity, an example that makes the mistake, and a way out, the maker of the page sees to.
  it('are documented code by code, with nothing else', () => {
    expect([...sections.keys()].sort()).toEqual(codes.toSorted());
  });

  it('have an example on the page when they are rules', () => {
    const withoutExample = rules.filter(({ kind }) => !sections.get(kind.code)?.includes('```yaml'));
    expect(withoutExample).toEqual([]);
  });
});
