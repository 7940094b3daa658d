import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleEntries } from '../../lib/diagnostics/catalogue/rules.ts';
import { rules } from '../../lib/template/validate-template.ts';

const namesIn = (folder: string, ending: string) =>
  readdirSync(folder)
    .map((file) => (file.endsWith(ending) ? file.slice(0, -ending.length) : `unexpected file ${file}`))
    .sort();

describe('the rules', () => {
  const codes = Object.keys(ruleEntries).sort();

  it('have one file, one code and one test each, of the same name', () => {
    expect(namesIn('lib/template/rules', '.ts')).toEqual(codes);
    expect(namesIn('test/template/rules', '.test.ts')).toEqual(codes);
  });

  it('are all in the list', () => {
    expect(new Set(rules).size).toBe(codes.length);
  });
});
