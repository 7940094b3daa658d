import type { JsonValue } from '../../../json.ts';
import { parseSegments } from '../jsonpath/parse-path.ts';
import type { Path } from '../jsonpath/path.ts';
import { Scanner } from '../jsonpath/scanner.ts';
import { parseData } from '../../base/json-text.ts';

/** What may stand in a field of a payload template whose name ends in `.$`. */
export type Expression =
  | { readonly kind: 'path'; readonly root: 'input' | 'context'; readonly path: Path }
  | { readonly kind: 'variable'; readonly name: string; readonly path: Path }
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'call'; readonly text: string; readonly name: string; readonly args: readonly Expression[] };

/** States Language: "State Machine Variables". */
const VARIABLE_NAME = /\p{ID_Start}\p{ID_Continue}*/uy;

/** How deep functions may be nested. Developer guide: "Intrinsic functions". */
const DEEPEST = 10;

const cache = new Map<string, Expression>();
/** Expressions come from definitions, so there are few; a server that sees many starts over. */
const CACHE_SIZE = 10_000;

/** Parses a path of the input (`$…`), of the context object (`$$…`) or of a variable (`$name…`), or a call of a function. */
export function parseExpression(text: string): Expression {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const scanner = new Scanner(text);
  const expression = scanner.peek() === '$' ? parseRooted(scanner) : parseCall(scanner, 1);
  scanner.skipSpace();
  if (!scanner.done) scanner.fail(`Unexpected "${scanner.peek()}".`);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, expression);
  return expression;
}

function parseRooted(scanner: Scanner): Expression {
  scanner.expect('$');
  const name = scanner.match(VARIABLE_NAME);
  if (name !== undefined) return { kind: 'variable', name, path: parseSegments(scanner) };
  const root = scanner.skip('$') ? 'context' : 'input';
  return { kind: 'path', root, path: parseSegments(scanner) };
}

function parseCall(scanner: Scanner, depth: number): Expression {
  const start = scanner.at;
  if (depth > DEEPEST) scanner.fail(`More than ${String(DEEPEST)} functions are nested.`);
  const name = scanner.match(/States\.[A-Za-z0-9]+/y);
  if (name === undefined) return scanner.fail('Expected a path or an intrinsic function.');
  scanner.expect('(');
  const args: Expression[] = [];
  scanner.skipSpace();
  while (!scanner.skip(')')) {
    if (args.length > 0) {
      scanner.expect(',');
      scanner.skipSpace();
    }
    args.push(parseArgument(scanner, name === 'States.Format' && args.length === 0, depth));
    scanner.skipSpace();
  }
  return { kind: 'call', text: scanner.text.slice(start, scanner.at), name, args };
}

function parseArgument(scanner: Scanner, template: boolean, depth: number): Expression {
  const next = scanner.peek();
  if (next === '$') return parseRooted(scanner);
  if (next === "'") return { kind: 'literal', value: parseString(scanner, template) };
  if (next === 'S') return parseCall(scanner, depth + 1);
  const word = scanner.match(/-?\d+(\.\d+)?([eE][-+]?\d+)?|true|false|null/y);
  if (word === undefined) return scanner.fail('Expected a string, a number, true, false, null, a path or a function.');
  return { kind: 'literal', value: parseData(word) };
}

/** A string in apostrophes. The template of `States.Format` keeps its backslashes, which it reads itself. */
function parseString(scanner: Scanner, template: boolean): string {
  const start = scanner.at;
  scanner.expect("'");
  let value = '';
  while (!scanner.skip("'")) {
    if (scanner.done) {
      scanner.at = start;
      return scanner.fail('The string is not closed.');
    }
    if (scanner.peek() === '\\') {
      const escape = scanner.match(/\\['{}\\]/y) ?? scanner.fail('A backslash escapes nothing.');
      value += template ? escape : escape.slice(1);
    } else {
      value += scanner.character();
    }
  }
  return value;
}
