import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spelledPatterns } from '../../lib/languages/unicode-classes.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';

const runtimes = resolve(import.meta.dirname, '../../runtimes');

const PATTERNS = [
  String.raw`^\p{Lu}\p{Ll}+$`,
  String.raw`^[\p{Script=Greek}_-]+$`,
  String.raw`^\P{L}*$`,
  String.raw`^[^\p{Nd}]$`,
  String.raw`^\p{Emoji_Presentation}$`,
  String.raw`^[\]\p{Sc}]$`,
];
const TEXTS = ['Zoë', 'zoe', 'αβ_γ', 'abc', '12 !', '٣', '𝟛', '🦊', 'Ünï', '', '€', ']', '漢', '-'];

const patternsIn = (schema: object) =>
  spelledPatterns({
    steps: [{ template: 't', step: 's', events: [{ declaration: {}, checkCode: '', schema: schema as never }] }],
    publishers: [],
    subscribers: [],
  });
const spelled = patternsIn({ anyOf: PATTERNS.map((pattern) => ({ pattern })) });
const expected = PATTERNS.map((pattern) => TEXTS.filter((text) => new RegExp(pattern, 'u').test(text)));
const input = JSON.stringify({ patterns: PATTERNS, texts: TEXTS, spelled });

function judged(command: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('patterns that name classes of Unicode', () => {
  it('are found in schemas, and others are left alone', () => {
    expect(Object.keys(spelled)).toEqual(PATTERNS);
    const other = String.raw`^\\p{L}[a-z]\u{41}$`;
    const properties = { pattern: { type: 'string', pattern: other }, list: { items: [{ pattern: '^a' }] } };
    expect(patternsIn({ properties, patternProperties: { [other]: true } })).toEqual({});
    expect(Object.keys(patternsIn({ patternProperties: { '\\p{L}': true } }))).toEqual(['\\p{L}']);
  });

  it.skipIf(!hasPython)('judge in Python as in JavaScript', () => {
    const code = `import json, sys
sys.path.insert(0, ${JSON.stringify(join(runtimes, 'python'))})
from tasker_sfn.schema import problem_in, spellings
given = json.load(sys.stdin)
spellings.update(given["spelled"])
print(json.dumps([[text for text in given["texts"] if problem_in(text, {"pattern": each}) is None] for each in given["patterns"]]))`;
    expect(judged('python3', ['-X', 'utf8', '-c', code])).toEqual(expected);
  });

  it.skipIf(!hasRuby)('judge in Ruby as in JavaScript', () => {
    const code = `$LOAD_PATH.unshift('${join(runtimes, 'ruby', 'lib')}')
require 'json'
require 'tasker_sfn/schema'
given = JSON.parse($stdin.read)
TaskerSfn::Schema::SPELLINGS.update(given['spelled'])
puts JSON.generate(given['patterns'].map { |one| given['texts'].select { |text| TaskerSfn::Schema.problem_in(text, { 'pattern' => one }).nil? } })`;
    expect(judged('ruby', ['-E', 'UTF-8', '-W', '-e', code])).toEqual(expected);
  });
});
