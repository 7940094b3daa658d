import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const examples = import.meta.dirname;
const docs = readFileSync(join(examples, '../../docs/local-testing.md'), 'utf8');

describe('docs/local-testing.md', () => {
  it.each(readdirSync(examples).filter((file) => file.endsWith('.test.ts') && file !== 'docs.test.ts'))(
    'shows %s as it is run',
    (file) => {
      expect(docs).toContain(`\`\`\`ts\n${readFileSync(join(examples, file), 'utf8')}\`\`\``);
    },
  );
});
