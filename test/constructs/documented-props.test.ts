import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it.each([
  ['deployment.md', 'workflow/tasker-workflow-props'],
  ['deployment.md', 'functions/step-lambda-props'],
  ['api-access.md', 'api/tasker-api-props'],
])('docs/reference/%s names every prop of %s', (page, file) => {
  const docs = readFileSync(join(root, 'docs/reference', page), 'utf8');
  const source = readFileSync(join(root, `lib/constructs/${file}.ts`), 'utf8');
  const props = [...source.matchAll(/^ {2,4}readonly (\w+)\??:/gm)].map(([, name]) => name!);
  expect(props.length).toBeGreaterThan(10);
  expect(props.filter((name) => !new RegExp(`\\b${name}\\b`).test(docs))).toEqual([]);
});
