import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../lib/api/validate-data.ts';
import type { JsonObject } from '../../lib/contract/json.ts';

const check = (schema: JsonObject, data: unknown) => compileSchema(schema, '/context')(data);

describe('compileSchema', () => {
  it('finds nothing wrong with what is right', () => {
    expect(check({ type: 'object', properties: { a: { type: 'string' } } }, { a: 'x' })).toEqual([]);
  });

  it('knows formats', () => {
    expect(check({ properties: { at: { format: 'date-time' } } }, { at: 'soon' })).toEqual([
      { path: '/context/at', message: 'must match format "date-time"' },
    ]);
  });

  it('reads draft 7 and, where the schema asks for it, draft 2020-12', () => {
    const prefixItems = { type: 'array', prefixItems: [{ type: 'string' }] };
    expect(check({ ...prefixItems }, [1])).toEqual([]);
    const modern = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...prefixItems };
    expect(check(modern, [1])).toEqual([{ path: '/context/0', message: 'must be string' }]);
    const older = { $schema: 'http://json-schema.org/draft-07/schema#', const: 1 };
    expect(check(older, 2)).toEqual([{ path: '/context', message: 'must be 1' }]);
  });

  it('passes over keywords that it does not know', () => {
    expect(check({ type: 'object', 'x-owner': 'team' }, {})).toEqual([]);
  });
});
