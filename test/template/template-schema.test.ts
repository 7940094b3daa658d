import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli } from '../../lib/cli/cli.ts';
import { templateSchema } from '../../lib/template/template-schema.ts';
import type { DataObject } from '../../lib/template/task-template.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { ORDER } from '../cli/project.ts';

const root = join(import.meta.dirname, '../..');
const schema = templateSchema('0.0.0');
// Keywords of editors are none of JSON Schema.
const judge = new Ajv({ strict: false, allErrors: true }).compile(schema);

function mistakes(text: string): readonly string[] {
  judge(parse(text));
  return (judge.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the schema of templates', () => {
  it('is what the package has as a file', async () => {
    const io = fakeIo();
    expect(await cli(['schema'], io)).toBe(0);
    expect(readFileSync(join(root, 'schema/task-template.json'), 'utf8')).toBe(io.out());
  });

  it.each(['templates/microservices/user_registration.yaml', 'scaffold/templates/shop/order.yaml'])(
    'accepts %s',
    (file) => {
      expect(mistakes(readFileSync(join(root, file), 'utf8'))).toEqual([]);
    },
  );

  it.each([
    ['dependencies: [reserve]', 'dependancies: [reserve]', '/steps/1 must NOT have additional properties'],
    ['dependencies: [reserve]', 'dependencies: reserve', '/steps/1/dependencies must be array'],
    ['backoff: exponential', 'backoff: double', '/steps/1/retry/backoff must be equal to one of the allowed values'],
    ['max_attempts: 3', 'max_attempts: 1.5', '/steps/1/retry/max_attempts must be integer'],
    [
      'handler: { callable: Shop::ShipHandler }',
      'handler: {}',
      "/steps/3/handler must have required property 'callable'",
    ],
    ['namespace_name: shop', '', " must have required property 'namespace_name'"],
  ])('refuses %s as %s', (right, wrong, mistake) => {
    expect(ORDER).toContain(right);
    expect(mistakes(ORDER)).toEqual([]);
    expect(mistakes(ORDER.replace(right, wrong))).toEqual([mistake]);
  });

  it('knows the other spellings, and advises against those of old', () => {
    const step = ((schema['properties'] as DataObject)['steps'] as DataObject)['items'] as DataObject;
    const keys = step['properties'] as Record<string, DataObject>;
    expect(keys['depends_on']).toMatchObject({ type: 'array', description: 'The same as "dependencies".' });
    expect(keys['depends_on_step']).toMatchObject({ deprecationMessage: 'Write "dependencies".', doNotSuggest: true });
    expect(keys['max_attempts']).toMatchObject({ deprecationMessage: 'Write it under "retry:".' });
  });

  it('says of every key what it means', () => {
    const undescribed: string[] = [];
    const visit = (node: DataObject, path: string) => {
      for (const [key, value] of Object.entries((node['properties'] ?? {}) as Record<string, DataObject>)) {
        const isStored = /^\/(metadata|lifecycle|system_dependencies|domain_events)\//.test(`${path}/${key}`);
        if (value['description'] === undefined && !isStored) undescribed.push(`${path}/${key}`);
        visit(value, `${path}/${key}`);
        if (value['items'] !== undefined) visit(value['items'] as DataObject, `${path}/${key}`);
      }
    };
    visit(schema, '');
    expect(undescribed).toEqual([]);
  });
});
