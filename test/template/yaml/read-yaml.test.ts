import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../lib/template/yaml/read-yaml.ts';
import { toData } from '../../../lib/template/yaml/yaml-node.ts';
import { dedent } from '../../support/dedent.ts';
import { expectDiagnostics } from '../../support/expect-diagnostics.ts';

const read = (text: string) => {
  const { value, diagnostics } = readYaml({ path: 'test.yaml', text });
  return { data: value && toData(value), codes: diagnostics.map(({ code }) => code) };
};

describe('readYaml', () => {
  it('reads plain data, in block and flow style, with comments, CRLF and a byte order mark', () => {
    const text = '\ufeff# comment\r\n---\r\na: [1, true, null, "x", 2.5]\r\nb:\r\n  c: |\r\n    two\r\n    lines\r\n';
    expect(read(text)).toEqual({ data: { a: [1, true, null, 'x', 2.5], b: { c: 'two\nlines\n' } }, codes: [] });
  });

  it('follows aliases and merge keys; own keys win, then the first mapping', () => {
    const text = dedent`
      base: &base { a: 1, b: 2 }
      more: &more { b: 3, c: 4 }
      one: *base
      all: { <<: [*base, *more], a: 0 }
    `;
    expect(read(text).data).toMatchObject({ one: { a: 1, b: 2 }, all: { a: 0, b: 2, c: 4 } });
  });

  it('keeps tagged and YAML 1.1 values as what they look like, never as an object of JavaScript', () => {
    const text = '%YAML 1.1\n---\na: 2001-12-14\nb: yes\nc: !!binary aGk=\nd: !!set { x, y }\n';
    expect(read(text).data).toEqual({ a: '2001-12-14', b: 'yes', c: 'aGk=', d: { x: null, y: null } });
    expect(read(text).codes).toContain('yaml-warning');
  });

  it('refuses a file of more than 1 MiB before reading it', () => {
    const text = `name: ${'x'.repeat(10_000_000)}\n`;
    expectDiagnostics(text, [
      {
        code: 'template-too-large',
        at: '1:1',
        message: 'The file has 10,000,007 bytes; a template may have at most 1,048,576.',
      },
    ]);
    expect(read(`name: ${'é'.repeat(600_000)}\n`).codes).toEqual(['template-too-large']);
  });

  it.each([[''], ['\n\n'], ['# only a comment\n'], ['---\n'], ['null\n'], ['~']])('calls %j empty', (text) => {
    expectDiagnostics(text, [{ code: 'empty-template', at: '1:1' }]);
  });

  it('refuses what is not a mapping', () => {
    expectDiagnostics('- a\n- b\n', [
      {
        code: 'not-a-mapping',
        at: '1:1 - a\n- b',
        message: 'A template is a mapping of keys to values, but this file holds a list.',
      },
    ]);
    expectDiagnostics('hello', [
      {
        code: 'not-a-mapping',
        at: '1:1 hello',
        message: 'A template is a mapping of keys to values, but this file holds the text "hello".',
      },
    ]);
  });

  it('refuses a second document', () => {
    expectDiagnostics('name: a\n---\nname: b\n', [{ code: 'several-documents', at: '2:1 ---' }]);
  });

  it('reports malformed YAML with its place, once for each line', () => {
    expectDiagnostics('name: [a\nversion: 1\n', [
      {
        code: 'malformed-yaml',
        at: '2:1 v',
        message:
          'This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      },
    ]);
    expectDiagnostics('a: b: c\nd: "x\n', [
      { code: 'malformed-yaml', at: '1:4 b' },
      { code: 'malformed-yaml', at: '3:1' },
    ]);
    expect(read(']'.repeat(1000)).codes).toEqual(['malformed-yaml']);
    expect(read(']\n'.repeat(1000)).codes).toHaveLength(10);
  });

  it('names a tab as the culprit', () => {
    expectDiagnostics('steps:\n\t- name: a\n', [{ code: 'tab-indentation', at: '2:1' }]);
  });

  it('refuses duplicate keys and shows both', () => {
    expect(read('a: 1\nb: 2\na: 3\n')).toEqual({ data: { a: 1, b: 2 }, codes: ['duplicate-key'] });
  });

  it('refuses keys that are not text', () => {
    expect(read('1: a\ntrue: b\n? [x]\n: c\n? {}\n: d\n: e\nf: g\n')).toEqual({
      data: { f: 'g' },
      codes: ['non-string-key', 'non-string-key', 'non-string-key', 'non-string-key', 'non-string-key'],
    });
  });

  it('refuses __proto__ as a key, and changes no prototype', () => {
    const { data, codes } = read('__proto__: { polluted: true }\na: { __proto__: [] }\nconstructor: x\n');
    expect(codes).toEqual(['reserved-key', 'reserved-key']);
    expect(data).toEqual({ a: {}, constructor: 'x' });
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses numbers that JSON cannot carry', () => {
    const codes = Array.from({ length: 4 }, () => 'unrepresentable-number');
    expect(read('a: .inf\nb: -.INF\nc: .nan\nd: 9007199254740993\n').codes).toEqual(codes);
    expect(read('a: 9007199254740991\nb: 0x1F\nc: 1.1e3\nd: 0.1\n')).toEqual({
      data: { a: 9007199254740991, b: 31, c: 1100, d: 0.1 },
      codes: [],
    });
  });

  it('refuses aliases that multiply, and aliases that contain themselves', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level++) {
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(read(bomb.join('\n'))).toEqual({ data: undefined, codes: ['too-many-aliases'] });
    expect(read('a: &a { b: *a }\n').codes).toEqual(['recursive-alias']);
    expect(read('a: *nowhere\n').codes).toEqual(['unknown-alias']);
    expect(read('a: &a { x: 1 }\nb: { <<: *a, <<: [*a, 1] }\n').codes).toEqual(['bad-merge']);
  });

  it('lets aliases add 100,000 values, and not one list more', () => {
    // The list and its 99 items: a hundred values each time.
    const aliases = (times: number) =>
      `a: &a [${Array.from({ length: 99 }, () => 'x').join(', ')}]\nb: [${Array.from({ length: times }, () => '*a').join(', ')}]\n`;
    expect(read(aliases(1_000)).codes).toEqual([]);
    expect(read(aliases(1_001)).codes).toEqual(['too-many-aliases']);
  });

  it.each(['[', '{', '- ', '? ', 'a: ', '[{', '{a: '])('refuses %j nested without end', (open) => {
    expect(read(open.repeat(100_000)).codes).toEqual(['too-deep']);
  });

  it('refuses deep nesting that is well-formed, and accepts what people write', () => {
    expect(read(`a: ${'['.repeat(200)}${']'.repeat(200)}`).codes).toEqual(['too-deep']);
    expect(read(`a: ${'['.repeat(60)}${']'.repeat(60)}`).codes).toEqual([]);
  });
});
