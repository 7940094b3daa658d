import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const examples = import.meta.dirname;
const docs = readFileSync(join(examples, '../../docs/reference/local-testing.md'), 'utf8');

describe('docs/reference/local-testing.md', () => {
  it.each(readdirSync(examples).filter((file) => file.endsWith('.test.ts') && file !== 'docs.test.ts'))(
    'shows %s as it is run',
    (file) => {
      expect(docs).toContain(`\`\`\`ts\n${readFileSync(join(examples, file), 'utf8')}\`\`\``);
    },
  );
});
