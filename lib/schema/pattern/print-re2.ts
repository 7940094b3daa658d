import type { AST } from '@eslint-community/regexpp';
import { formatNumber } from '../../diagnostics/wording.ts';
import type { ParsedPattern } from './parse-pattern.ts';
import { complementOf, LINE_ENDS, printPoint, printRanges, rangesOf, SPACES } from './ranges.ts';

/** Says why an expression cannot be matched in linear time. */
export class NotLinearError extends Error {}

/**
 * With more states than this RE2 falls back from its fast way to a slow one: 256 KiB of text took a minute, and take less
 * than a second within the limit. It repeats nothing more often, either.
 */
export const MOST_STATES = 1000;

/**
 * Writes an expression of ECMA-262 as RE2 does, so that it matches the same texts.
 *
 * @throws NotLinearError when RE2 has no words for it
 */
export function printRe2(elements: readonly AST.Element[], { flags }: ParsedPattern): string {
  const size = sizeOf(elements);
  if (size > MOST_STATES) {
    throw new NotLinearError(
      `with its repetitions written out it has ${formatNumber(size)} characters, and may have ${formatNumber(MOST_STATES)}`,
    );
  }
  return sequence(elements);

  function sequence(parts: readonly AST.Element[]): string {
    return parts.map(print).join('');
  }

  function anyOf(alternatives: readonly AST.Alternative[]): string {
    return `(?:${alternatives.map((each) => sequence(each.elements)).join('|')})`;
  }

  function print(element: AST.Element): string {
    switch (element.type) {
      case 'Character':
        return printPoint(element.value);
      case 'CharacterSet':
        return `[${setOf(element)}]`;
      case 'CharacterClass':
        return classOf(element);
      case 'Group':
      case 'CapturingGroup':
        if (element.type === 'Group' && element.modifiers !== null) throw new NotLinearError('it changes flags within');
        return anyOf(element.alternatives);
      case 'Quantifier':
        return `(?:${print(element.element)}){${element.min},${element.max === Infinity ? '' : element.max}}`;
      case 'Assertion':
        return assertion(element);
      case 'Backreference':
        throw new NotLinearError(`it refers back to a group by ${element.raw}`);
      case 'ExpressionCharacterClass':
        throw new NotLinearError('it computes with classes of characters');
    }
  }

  function assertion(element: AST.Assertion): string {
    switch (element.kind) {
      case 'start':
        return '\\A';
      case 'end':
        return '\\z';
      case 'word':
        return element.negate ? '\\B' : '\\b';
      case 'lookahead':
        throw new NotLinearError('it looks ahead elsewhere than at the start, after "^"');
      case 'lookbehind':
        throw new NotLinearError('it looks behind');
    }
  }

  function classOf({ negate, elements, raw }: AST.CharacterClass): string {
    if (elements.length === 0)
      return negate ? `[${printRanges(complementOf([]))}]` : `[^${printRanges(complementOf([]))}]`;
    const parts = elements.map((element) => {
      switch (element.type) {
        case 'Character':
          return printPoint(element.value);
        case 'CharacterClassRange':
          return `${printPoint(element.min.value)}-${printPoint(element.max.value)}`;
        case 'CharacterSet':
          return setOf(element);
        default:
          throw new NotLinearError(`it computes with classes of characters in ${raw}`);
      }
    });
    return `[${negate ? '^' : ''}${parts.join('')}]`;
  }

  /** A set as it stands within brackets. */
  function setOf(set: AST.CharacterSet): string {
    switch (set.kind) {
      case 'any':
        return printRanges(flags.includes('s') ? complementOf([]) : complementOf(LINE_ENDS));
      case 'digit':
        return set.negate ? '\\D' : '\\d';
      case 'word':
        return set.negate ? '\\W' : '\\w';
      case 'space':
        return printRanges(set.negate ? complementOf(SPACES) : SPACES);
      case 'property':
        // The tables of RE2 may be older than those of JavaScript: this means the same everywhere.
        return printRanges(rangesOf(new RegExp(`^${set.raw}$`, flags)));
    }
  }
}

/** How many characters an expression has when its repetitions are written out. */
function sizeOf(elements: readonly AST.Element[]): number {
  return elements.reduce((sum, element) => {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return sum + element.alternatives.reduce((all, each) => all + sizeOf(each.elements), 0);
      case 'Quantifier':
        return (
          sum +
          Math.max(1, sizeOf([element.element])) * Math.max(1, element.max === Infinity ? element.min : element.max)
        );
      default:
        return sum + 1;
    }
  }, 0);
}
