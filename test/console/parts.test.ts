import { describe, expect, it } from 'vitest';
import { differencesOf } from '../../lib/console/differences.ts';
import { logLines } from '../../lib/console/log-lines.ts';
import { fieldsOf } from '../../lib/console/schema-fields.ts';

describe('differencesOf', () => {
  it('tells each place at which values differ, as deep as can be', () => {
    const before = { same: [1, { a: null }], list: [1, 2], 'a/b': { c: 1 }, gone: 0 };
    const after = { same: [1, { a: null }], list: [1, 3, 4], 'a/b': { c: '1' }, new: {} };
    expect(differencesOf(before, after)).toEqual([
      { path: '/list/1', before: 2, after: 3 },
      { path: '/list/2', before: undefined, after: 4 },
      { path: '/a~1b/c', before: 1, after: '1' },
      { path: '/gone', before: 0, after: undefined },
      { path: '/new', before: undefined, after: {} },
    ]);
    expect(differencesOf([], {})).toEqual([{ path: '', before: [], after: {} }]);
  });
});

describe('logLines', () => {
  it('takes lines of JSON apart, and leaves others as they are', () => {
    const text = [
      'START RequestId: r Version: $LATEST',
      '{"level":"INFO","message":"paid","timestamp":"2026-01-01T00:00:00.000Z","step":"charge","amount":3}',
      '{"no":"message"}',
      '{"cut',
      'plain',
      'END RequestId: r',
      'REPORT RequestId: r',
      '',
    ].join('\n');
    expect(logLines(text)).toEqual([
      { text: 'paid', level: 'INFO', time: '2026-01-01T00:00:00.000Z', rest: { amount: 3 } },
      { text: '{"no":"message"}' },
      { text: '{"cut' },
      { text: 'plain' },
      { text: 'REPORT RequestId: r' },
    ]);
  });
});

describe('fieldsOf', () => {
  it('makes a field of each member, and JSON of what is no single value', () => {
    const schema = {
      type: 'object',
      required: ['user'],
      properties: {
        user: {
          type: 'object',
          required: ['email'],
          properties: { email: { type: 'string', description: 'Where to write.' }, age: { type: 'integer' } },
        },
        plan: { enum: ['free', 'pro'] },
        sizes: { enum: [1, 2] },
        agreed: { type: 'boolean' },
        lines: { type: 'array', items: { type: 'string' } },
        any: true,
      },
    };
    expect(fieldsOf(schema).map(({ path, kind, isRequired }) => [path.join('.'), kind, isRequired])).toEqual([
      ['user.email', 'text', true],
      ['user.age', 'number', false],
      ['plan', 'choice', false],
      ['sizes', 'json', false],
      ['agreed', 'boolean', false],
      ['lines', 'json', false],
      ['any', 'json', false],
    ]);
    expect(fieldsOf(schema)[0]).toMatchObject({ description: 'Where to write.' });
    expect(fieldsOf(schema)[2]).toMatchObject({ choices: ['free', 'pro'] });
  });

  it('asks for what lies deep as JSON, and for nothing where a schema tells of no members', () => {
    const deep = (levels: number): object =>
      levels === 0 ? { type: 'string' } : { properties: { a: deep(levels - 1) } };
    expect(fieldsOf(deep(6) as never)).toEqual([{ path: ['a', 'a', 'a'], kind: 'json', isRequired: false }]);
    expect(fieldsOf({ type: 'object' })).toEqual([]);
  });
});
