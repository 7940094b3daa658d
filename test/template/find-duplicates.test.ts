import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { findDuplicates } from '../../lib/template/find-duplicates.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';

function template(file: string, version = '1.0.0') {
  const text = `name: order\nnamespace_name: shop\nversion: ${version}\nsteps: [{ name: a, handler: { callable: A } }]\n`;
  return parseTemplate(text, file).value!;
}

describe('findDuplicates', () => {
  it('finds nothing where identities differ', () => {
    expect(findDuplicates([template('a.yaml'), template('b.yaml', '1.0.1')])).toEqual([]);
  });

  it('tells of every later one, shows the first, and how to mend it', () => {
    const found = findDuplicates([template('a.yaml'), template('b.yaml'), template('c.yaml')]);
    expect(found.map(({ code, span }) => `${code} in ${span.file.path}`)).toEqual([
      'duplicate-template in b.yaml',
      'duplicate-template in c.yaml',
    ]);
    for (const diagnostic of found) {
      expect(diagnostic.hint).toBe('Change the "version" or the "name" of one of them.');
      expect(renderDiagnostic(diagnostic)).toMatch(/a\.yaml:1:7\b[^]*The same template stands here\./);
    }
  });
});
