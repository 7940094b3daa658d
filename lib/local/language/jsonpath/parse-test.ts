import type { Operand, Operator, Path, Test } from './path.ts';
import { OPERATORS } from './path.ts';
import type { Scanner } from './scanner.ts';

/** Parses the steps of a path after its root. */
type ParsePath = (scanner: Scanner) => Path;

/** Parses a filter's condition, with its parentheses. */
export function parseTest(scanner: Scanner, parsePath: ParsePath): Test {
  scanner.expect('(');
  const test = parseOr(scanner, parsePath);
  scanner.skipSpace();
  scanner.expect(')');
  return test;
}

function parseOr(scanner: Scanner, parsePath: ParsePath): Test {
  let left = parseAnd(scanner, parsePath);
  for (;;) {
    scanner.skipSpace();
    if (!scanner.skip('||')) return left;
    left = { kind: 'or', left, right: parseAnd(scanner, parsePath) };
  }
}

function parseAnd(scanner: Scanner, parsePath: ParsePath): Test {
  let left = parseUnit(scanner, parsePath);
  for (;;) {
    scanner.skipSpace();
    if (!scanner.skip('&&')) return left;
    left = { kind: 'and', left, right: parseUnit(scanner, parsePath) };
  }
}

function parseUnit(scanner: Scanner, parsePath: ParsePath): Test {
  scanner.skipSpace();
  if (scanner.skip('!')) return { kind: 'not', test: parseUnit(scanner, parsePath) };
  if (scanner.peek() === '(') return parseTest(scanner, parsePath);
  const left = parseOperand(scanner, parsePath);
  scanner.skipSpace();
  const operator = parseOperator(scanner);
  if (operator === undefined) return { kind: 'exists', operand: left };
  scanner.skipSpace();
  return { kind: 'compare', operator, left, right: parseOperand(scanner, parsePath) };
}

function parseOperator(scanner: Scanner): Operator | undefined {
  return OPERATORS.find((operator) => scanner.skip(operator));
}

function parseOperand(scanner: Scanner, parsePath: ParsePath): Operand {
  const next = scanner.peek();
  if (next === '@' || next === '$') {
    scanner.skip(next);
    return { kind: 'path', from: next, path: parsePath(scanner) };
  }
  if (next === "'" || next === '"') return { kind: 'literal', value: scanner.quoted(next) };
  if (next === '/') return { kind: 'pattern', pattern: parsePattern(scanner) };
  if (next === '[') return { kind: 'literal', value: parseLiteralList(scanner, parsePath) };
  const word = scanner.match(/[^\s()[\],<>=!&|'"/@$]+/y);
  if (word === undefined) return scanner.fail('Expected a path, a string, a number, true, false or null.');
  return { kind: 'literal', value: literalOf(word) };
}

/** What an operand without quotes stands for: a text, when it is nothing else. */
function literalOf(word: string): unknown {
  return /^(-?\d+(\.\d+)?([eE][-+]?\d+)?|true|false|null)$/.test(word) ? (JSON.parse(word) as unknown) : word;
}

function parsePattern(scanner: Scanner): RegExp {
  const text = scanner.match(/\/(?:[^/\\]|\\.)+\/[imsu]*/y);
  if (text === undefined) return scanner.fail('The regular expression is not closed.');
  const end = text.lastIndexOf('/');
  try {
    return new RegExp(`^(?:${text.slice(1, end)})$`, text.slice(end + 1));
  } catch {
    return scanner.fail('The regular expression is not valid.');
  }
}

function parseLiteralList(scanner: Scanner, parsePath: ParsePath): unknown[] {
  scanner.expect('[');
  const values: unknown[] = [];
  for (;;) {
    scanner.skipSpace();
    if (scanner.skip(']')) return values;
    if (values.length > 0) {
      scanner.expect(',');
      scanner.skipSpace();
    }
    const operand = parseOperand(scanner, parsePath);
    if (operand.kind !== 'literal') scanner.fail('A list may hold literals only.');
    values.push(operand.kind === 'literal' ? operand.value : undefined);
  }
}
