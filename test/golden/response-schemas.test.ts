import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';
import { expect, it } from 'vitest';
import { RESPONSE_TYPES } from '../../lib/api/openapi/operations.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'lib/api/openapi/response-schemas.ts');

it('the schemas of the API follow from the types of its answers', async () => {
  const generator = createGenerator({
    path: join(ROOT, 'lib/api/openapi/response-types.ts'),
    tsconfig: join(ROOT, 'tsconfig.json'),
    expose: 'export',
    skipTypeCheck: true,
    // Later versions may say more.
    additionalProperties: true,
  });
  const definitions = RESPONSE_TYPES.map((type) => generator.createSchema(type).definitions ?? {});
  const schemas = withPlainNames(Object.assign({}, ...definitions) as Record<string, object>);
  const code = `import type { JsonObject } from '../../json.ts';

/** The JSON Schemas of all answers. Made of their types, and their words: \`npm run golden\` writes them anew. */
export const responseSchemas: JsonObject = ${schemas};
`;
  const options = await resolveConfig(FILE);
  await expect(await format(code, { ...options, filepath: FILE })).toMatchFileSnapshot(FILE);
}, 120_000);

/** The definitions as JSON text, without the arguments of types in their names. */
function withPlainNames(definitions: Readonly<Record<string, object>>): string {
  const generic = Object.keys(definitions).filter((name) => name.includes('<'));
  // A type that only gives the arguments takes over what it names.
  const own = Object.entries(definitions).filter(([name]) => !generic.some((each) => each.startsWith(`${name}<`)));
  let text = JSON.stringify(Object.fromEntries(own)).replaceAll('#/definitions/', '#/components/schemas/');
  for (const name of generic) {
    const plain = name.replace(/<.*>$/, '');
    text = text.replaceAll(JSON.stringify(name), JSON.stringify(plain)).replaceAll(encodeURIComponent(name), plain);
  }
  return text;
}
