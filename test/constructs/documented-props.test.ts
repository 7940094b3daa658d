import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const docs = readFileSync(join(root, 'docs/reference/deployment.md'), 'utf8');

describe('docs/reference/deployment.md', () => {
  it.each(['workflow/tasker-workflow-props', 'api/tasker-api-props', 'functions/step-lambda-props'])(
    'names every prop of %s',
    (file) => {
      const source = readFileSync(join(root, `lib/constructs/${file}.ts`), 'utf8');
      const props = [...source.matchAll(/^ {2,4}readonly (\w+)\??:/gm)].map(([, name]) => name!);
      expect(props.length).toBeGreaterThan(10);
      expect(props.filter((name) => !new RegExp(`\\b${name}\\b`).test(docs))).toEqual([]);
    },
  );
});
