import { describe, expect, it } from 'vitest';
import { differencesOf } from '../../lib/console/differences.ts';
import { logLines, logTexts } from '../../lib/console/log-lines.ts';
import { withColdStarts } from '../../lib/console/cold-starts.ts';
import { timelineOf } from '../../lib/viz/timeline.ts';
import { fieldsOf } from '../../lib/console/schema-fields.ts';
import { at, taskOf } from './tasks.ts';

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

it('a log in a report tells what it says beside, and no secrets', () => {
  const line = (more: object) =>
    JSON.stringify({ level: 'INFO', message: 'said', timestamp: at(0), step: 'a', ...more });
  const texts = logTexts([
    { step: 'a', functionName: 'f', at: 0, text: `START RequestId: r\n${line({ rows: 3, api_key: 'hunter2' })}\n` },
    { step: 'a', functionName: 'f', at: 1, text: 'plain\n' },
  ]);
  expect([...texts]).toEqual([['a', ['00:00:00.000  INFO  said  {"rows":3,"api_key":"••••"}', 'plain']]]);
});

describe('withColdStarts', () => {
  const [step] = taskOf(1, '').steps;
  const report = (id: string, init: string) => `START\nREPORT RequestId: ${id}\tDuration: 1 ms\t${init}\n`;
  const initsIn = (...texts: readonly string[]) =>
    withColdStarts(
      [step!],
      texts.map((text) => ({ step: 'step_0', text })),
    )[0]!.history.map(({ initMs }) => initMs);

  it('tells how long functions took to start, by request, or in their order where there are as many', () => {
    const init = 'Init Duration: 123.45 ms';
    expect(initsIn(report('a', init), report('b', ''))).toEqual([123.45, undefined]);
    expect(initsIn(report('a', init))).toEqual([undefined, undefined]);
    expect(initsIn(report('a', ''), report('b', ''))).toEqual([undefined, undefined]);
    // A handler that writes the same is no report.
    expect(initsIn(`{"message":"${init}"}`, '')).toEqual([undefined, undefined]);
    const [first, second] = step!.history;
    const known = { ...step!, history: [first!, { ...second!, log: { function: 'f', requestId: 'b' } }] };
    expect(withColdStarts([known], [{ step: 'step_0', text: report('b', init) }])[0]!.history[1]).toMatchObject({
      initMs: 123.45,
    });
  });

  it('draws them as a part of the attempt', () => {
    const [cold] = withColdStarts(
      [step!],
      [
        { step: 'step_0', text: report('a', 'Init Duration: 15 ms') },
        { step: 'step_0', text: report('b', '') },
      ],
    );
    const spans = timelineOf([cold!], 0, Date.parse(at(1000))).rows[0]!.spans.filter(({ attempt }) => attempt === 1);
    expect(spans.map(({ kind, from, to }) => [kind, to - from])).toEqual([
      ['cold', 15],
      ['error', 5],
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
