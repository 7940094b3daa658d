import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { openApiDocument } from '../../lib/api/openapi/document.ts';
import { cli, makeProgram } from '../../lib/cli/cli.ts';
import { templateSchema } from '../../lib/template/template-schema.ts';
import { cliPage } from '../../site/pages/cli-page.ts';
import { diagnosticsPage } from '../../site/pages/diagnostics-page.ts';
import { examplesPage, pictureOf, readExamples } from '../../site/pages/examples-page.ts';
import { restPage } from '../../site/pages/rest-page.ts';
import { templateKeysPage } from '../../site/pages/template-keys-page.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { allDiagnostics } from '../support/all-diagnostics.ts';

// Pages of the docs that are made from code. `npm run golden` writes them anew.

it('docs/reference/cli.md is what the commands say', async () => {
  const program = makeProgram({ io: fakeIo(), run: cli, action: () => async () => {} });
  await expect(cliPage(program)).toMatchFileSnapshot('../../docs/reference/cli.md');
});

it('docs/reference/template-keys.md is what the schema says', async () => {
  await expect(templateKeysPage(templateSchema('0.1.0'))).toMatchFileSnapshot('../../docs/reference/template-keys.md');
});

it('docs/reference/rest-operations.md is what the OpenAPI document says', async () => {
  await expect(restPage(openApiDocument())).toMatchFileSnapshot('../../docs/reference/rest-operations.md');
});

it('docs/reference/diagnostics.md is what the diagnostics say, and what their doc comments say of them', async () => {
  const kinds = [...(await allDiagnostics()).values()];
  await expect(diagnosticsPage(kinds)).toMatchFileSnapshot('../../docs/reference/diagnostics.md');
});

it('docs/examples.md shows every template under templates/, with its picture', async () => {
  const examples = readExamples(resolve(import.meta.dirname, '../..'));
  expect(examples.length).toBeGreaterThan(5);
  await expect(examplesPage(examples)).toMatchFileSnapshot('../../docs/examples.md');
  for (const example of examples) {
    await expect(example.svg).toMatchFileSnapshot(`../../docs/images/${pictureOf(example)}`);
  }
});
