import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { portablePatterns } from '../../lib/schema/portable-patterns.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';

const runtimes = resolve(import.meta.dirname, '../../runtimes');
const { raw } = String;

/** What JavaScript's expressions have, and texts of which some match. */
const CASES: readonly (readonly [pattern: string, texts: readonly string[]])[] = [
  ['^a+$', ['aa', 'aa\n', '\naa', 'x\naa']],
  ['b$|^c', ['ab', 'b\n', 'cd', '\ncd']],
  ['^.$', ['a', '\n', '\r', '\u2028', '🦊', '']],
  [raw`^\d{2,3}$`, ['12', '1234', '١٢', '1']],
  [raw`^[\d.]+\D$`, ['1.2x', '1.2.', '1.2']],
  [raw`^\w+\W$`, ['ab_1!', 'é!', 'ab']],
  [raw`\bword\b`, ['a word here', 'words', 'éword', 'word']],
  [raw`\Bord`, ['word', 'ord', 'éord']],
  [raw`^\s\S$`, ['\u00a0x', '\ufeffx', ' x', '\u0085x', '\u180ex', 'xx']],
  [raw`^[\s\w]+$`, ['a b', '\u3000', '-']],
  [raw`^[^\S\r\n]+$`, [' \t', '\n', 'a']],
  ['^(?<year>[0-9]{4})-(?<month>[0-9]{2})$', ['2026-11', '2026-1']],
  ['^(?:ab|cd)*?$', ['abcd', '', 'abc']],
  ['^(?=.*[0-9])(?!admin).{3,8}$', ['abc1', 'abc', 'admin1']],
  [raw`^\p{Lu}\p{Ll}+$`, ['Zoë', 'zoe', 'Ünï']],
  [raw`^[\p{Script=Greek}_-]+$`, ['αβ_γ-', 'abc']],
  [raw`^\P{L}*$`, ['12 !', 'a1', '']],
  [raw`^[^\p{Nd}]$`, ['a', '٣', '3', '🦊']],
  [raw`^\p{Emoji_Presentation}$`, ['🦊', 'a']],
  [raw`^[\]\p{Sc}^]$`, ['€', ']', '^', 'p']],
  [raw`^\u{1f98a}\u0041\x42\cJ\t\0$`, ['🦊AB\n\t\0', '🦊AB']],
  [raw`^🦊{2}$`, ['🦊🦊', '🦊']],
  ['^[🦊-🦍]$', ['🦊', '🦋', 'x']],
  [raw`^[\b]$`, ['\b', 'b']],
  ['^[^]$', ['\n', '🦊', '']],
  ['^[]$|^x$', ['x', '', '[]']],
  // Without the flag `u`: what need not be escaped is.
  [raw`^\-\@\'[\w\-]+$`, [`-@'a-b`, 'a']],
  [raw`^a{,2}]$`, ['a{,2}]', 'aa]']],
  // Each sign of ASCII, by itself and in a class.
  [raw`^[ !"#$%&'()*+,./:;<=>?@\[\\\]\^_\`{|}~\-]+$`, [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ a']],
  [
    raw`^ !"#\$%&'\(\)\*\+,-\.\/:;<=>\?@\[\\\]\^_${'`'}\{\|\}~$`,
    ['!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  ],
  ['^[[a:&&b~~c||d++]+$', ['[a:&b~c|d+', 'e', '-']],
  ['^(?:|a|bc)$', ['', 'a', 'b']],
  ['^(|a)+b$', ['b', 'aab', 'c']],
  ['^(?:a+)?(?:(b?)*)+$', ['', 'aab', 'c']],
  ['^(a{0}){3}$', ['', 'a']],
];

const expected = CASES.map(([pattern, texts]) => texts.filter((text) => inJavaScript(pattern).test(text)));
const spelled = portablePatterns({ anyOf: CASES.map(([pattern]) => ({ pattern })) });
const input = JSON.stringify({ cases: CASES, spelled });

/** As JSON Schema wants it read: with the flag `u`, or without where that is impossible. */
function inJavaScript(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

function judged(command: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('the patterns of schemas in other languages', () => {
  it('are found wherever a schema has some, each once', () => {
    const properties = { pattern: { type: 'string', pattern: 'a.b' }, list: { items: [{ pattern: 'a.b' }] } };
    const schema = { properties, patternProperties: { '^x': true }, $defs: { one: { pattern: 'y' } }, default: { pattern: 'z' } };
    expect(Object.keys(portablePatterns(schema)).sort()).toEqual(['^x', 'a.b', 'y']);
  });

  it('have cases of which some match and some do not', () => {
    const dull = CASES.filter(([, texts], index) => expected[index]?.length === 0 || expected[index]?.length === texts.length);
    expect(dull).toEqual([]);
  });

  it.skipIf(!hasPython)('judge in Python as in JavaScript', () => {
    const code = `import json, sys
sys.path.insert(0, ${JSON.stringify(join(runtimes, 'python'))})
from tasker_sfn.schema import patterns_here, problem_in
given = json.load(sys.stdin)
patterns_here.update(given["spelled"])
print(json.dumps([[text for text in texts if problem_in(text, {"pattern": pattern}) is None] for pattern, texts in given["cases"]]))`;
    expect(judged('python3', ['-X', 'utf8', '-W', 'error', '-c', code])).toEqual(expected);
  });

  it.skipIf(!hasRuby)('judge in Ruby as in JavaScript', () => {
    const code = `$LOAD_PATH.unshift('${join(runtimes, 'ruby', 'lib')}')
require 'json'
require 'tasker_sfn/schema'
given = JSON.parse($stdin.read)
TaskerSfn::Schema::PATTERNS_HERE.update(given['spelled'])
kept = ->(text, pattern) { TaskerSfn::Schema.problem_in(text, { 'pattern' => pattern }).nil? }
puts JSON.generate(given['cases'].map { |pattern, texts| texts.select { |text| kept.call(text, pattern) } })`;
    expect(judged('ruby', ['-E', 'UTF-8', '-W', '-e', code])).toEqual(expected);
  });

  it.each([raw`(?<=a+)b`, raw`(?<!a)b`, raw`(a|b)\1`, raw`(?<x>a)\k<x>`, 'a(?=b)c', '(?i:a)'])(
    'are never %s: a template with it is refused',
    (pattern) => {
      const schema = `{ type: object, properties: { code: { type: string, pattern: '${pattern}' } } }`;
      const template = `name: n
namespace_name: s
version: 1.0.0
steps:
  - name: a
    handler: { callable: A }
    publishes_events: [{ name: s.done, condition: success, description: Done, schema: ${schema} }]
`;
      const { diagnostics } = compileTemplate(template, { file: 'n.yaml' });
      expect(diagnostics.map(({ code }) => code)).toEqual(['unsafe-pattern']);
    },
  );
});
