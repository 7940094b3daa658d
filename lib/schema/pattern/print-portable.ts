import type { AST } from '@eslint-community/regexpp';
import { parsePattern, type ParsedPattern } from './parse-pattern.ts';
import { complementOf, LINE_ENDS, rangesOf, SPACES, type Range, unionOf } from './ranges.ts';

const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** Halves of pairs: no text of JSON has one alone. */
const SURROGATES: readonly Range[] = [[0xd800, 0xdfff]];

/**
 * Writes an expression of ECMA-262 with words that mean the same in Python and in Ruby, so that it matches the same texts there. Names
 * of groups, and what says which of several matches is meant, are left out: whether a text matches does not depend on them.
 *
 * @throws Error for an expression that `unsafe-pattern` refuses
 */
export function portablePattern(source: string): string {
  const parsed = parsePattern(source);
  return anyOf(parsed.tree.alternatives, parsed);
}

function anyOf(alternatives: readonly AST.Alternative[], parsed: ParsedPattern): string {
  return alternatives.map(({ elements }) => elements.map((each) => print(each, parsed)).join('')).join('|');
}

function print(element: AST.Element, parsed: ParsedPattern): string {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
      return printRanges(pointsOf(element, parsed));
    case 'Group':
    case 'CapturingGroup':
      if (element.type === 'Group' && element.modifiers !== null) throw notPortable(element);
      return `(?:${anyOf(element.alternatives, parsed)})`;
    case 'Quantifier': {
      // Ruby warns of what repeats a repetition, and of nothing that stands beside one.
      const beside = isRepetition(element.element) ? '(?=)' : '';
      return `(?:${beside}${print(element.element, parsed)})${timesOf(element)}`;
    }
    case 'Assertion':
      return assertion(element, parsed);
    case 'Backreference':
    case 'ExpressionCharacterClass':
      throw notPortable(element);
  }
}

function isRepetition(element: AST.Element): boolean {
  if (element.type === 'Quantifier') return true;
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return false;
  const [only, ...others] = element.alternatives.flatMap(({ elements }) => elements);
  return only !== undefined && others.length === 0 && isRepetition(only);
}

function timesOf({ min, max }: AST.Quantifier): string {
  return `{${min},${max === Infinity ? '' : max}}`;
}

function assertion(element: AST.Assertion, parsed: ParsedPattern): string {
  switch (element.kind) {
    case 'start':
      return '\\A';
    case 'end':
      return '(?!.|\\n)';
    case 'word': {
      const word = printRanges(WORD);
      const [start, end] = [`(?<!${word})(?=${word})`, `(?<=${word})(?!${word})`];
      return element.negate ? `(?!${start}|${end})` : `(?:${start}|${end})`;
    }
    case 'lookahead':
      return `(?${element.negate ? '!' : '='}${anyOf(element.alternatives, parsed)})`;
    case 'lookbehind':
      throw notPortable(element);
  }
}

/** The characters that a part for one character stands for. */
function pointsOf(
  part: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement | AST.ClassStringDisjunction,
  parsed: ParsedPattern,
): readonly Range[] {
  switch (part.type) {
    case 'Character':
      return [[part.value, part.value]];
    case 'CharacterClassRange':
      return [[part.min.value, part.max.value]];
    case 'CharacterSet':
      return setOf(part, parsed);
    case 'CharacterClass': {
      const points = unionOf(part.elements.flatMap((each) => pointsOf(each, parsed)));
      return part.negate ? complementOf(points) : points;
    }
    default:
      throw notPortable(part);
  }
}

function setOf(set: AST.CharacterSet, { flags }: ParsedPattern): readonly Range[] {
  switch (set.kind) {
    case 'any':
      return complementOf(LINE_ENDS);
    case 'digit':
      return set.negate ? complementOf(DIGITS) : DIGITS;
    case 'word':
      return set.negate ? complementOf(WORD) : WORD;
    case 'space':
      return set.negate ? complementOf(SPACES) : SPACES;
    case 'property':
      return rangesOf(new RegExp(`^${set.raw}$`, flags));
  }
}

/** Characters as a class of them, of which none may be. */
function printRanges(ranges: readonly Range[]): string {
  const points = complementOf(unionOf([...complementOf(unionOf(ranges)), ...SURROGATES]));
  const [first] = points;
  if (first === undefined) return '(?!)';
  if (points.length === 1 && first[0] === first[1]) return printPoint(first[0]);
  return `[${points.map(([from, to]) => printPoint(from) + (from === to ? '' : `-${printPoint(to)}`)).join('')}]`;
}

/** A character itself, after a backslash where it might mean something. */
function printPoint(point: number): string {
  const text = String.fromCodePoint(point);
  return /[!-/:-@[-`{-~]/.test(text) ? `\\${text}` : text;
}

function notPortable({ raw }: { readonly raw: string }): Error {
  return new Error(`"${raw}" has no words in other languages, and should have been refused as an unsafe pattern`);
}
