import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';

const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** What a user sees of a bad template. `npm run golden` writes the files anew; read the difference before you keep it. */
describe('rendered diagnostics', () => {
  it.each(cases.map(({ name }) => name))('%s', async (name) => {
    const text = readFileSync(`${import.meta.dirname}/${name}/template.yaml`, 'utf8');
    const { diagnostics } = parseTemplate(text, 'template.yaml');
    const rendered = diagnostics.map((diagnostic) => `${renderDiagnostic(diagnostic)}\n`).join('\n');
    await expect(rendered).toMatchFileSnapshot(`${import.meta.dirname}/${name}/diagnostics.txt`);
  });
});
