import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../lib/template/validate-template.ts';

const namesIn = (folder: string, ending: string) =>
  readdirSync(folder)
    .map((file) => (file.endsWith(ending) ? file.slice(0, -ending.length) : `unexpected file ${file}`))
    .sort();

describe('the rules', () => {
  const codes = rules.map(({ kind }) => kind.code).sort();

  it('have one file, one line in the list, one code and one test each, of the same name', () => {
    expect(namesIn('lib/template/rules', '.ts')).toEqual(codes);
    expect(namesIn('test/template/rules', '.test.ts')).toEqual(codes);
  });
});
