import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../lib/diagnostics/catalogue.ts';
import { ruleEntries } from '../../lib/diagnostics/catalogue/rules.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';

const codes = Object.keys(catalogue);
const sections = new Map(
  readFileSync('docs/diagnostics.md', 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section.replace(/^## .*$/ms, '')]),
);

describe('the catalogue', () => {
  it('has codes in kebab case', () => {
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('is documented code by code, with nothing else', () => {
    expect([...sections.keys()].sort()).toEqual(codes.toSorted());
  });

  it.each([...sections])(
    '%s: the page says whether it is an error or a warning, and how to fix it',
    (code, section) => {
      const entry = catalogue[code as keyof typeof catalogue];
      expect(section).toContain(`**${entry.severity === 'error' ? 'Error' : 'Warning'}.**`);
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

  it('has an example on the page for every rule', () => {
    const withoutExample = Object.keys(ruleEntries).filter((code) => !sections.get(code)?.includes('```yaml'));
    expect(withoutExample).toEqual([]);
  });
});
