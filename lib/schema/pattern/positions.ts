import type { AST } from '@eslint-community/regexpp';
import type { ParsedPattern } from './parse-pattern.ts';

/** An expression as an automaton: one state per character that it speaks of. V. M. Glushkov, 1961. */
export interface Positions {
  /** What each state reads, as characters of a sample; a state that is the end of the text reads nothing. */
  readonly reads: readonly ReadonlySet<string>[];
  /** Where each state leads, and in how many ways. */
  readonly follow: readonly ReadonlyMap<number, number>[];
  /** States after which the text may go on as it likes. */
  readonly last: ReadonlySet<number>;
}

/** What is known of a part of an expression. */
interface Fragment {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const EMPTY: Fragment = { nullable: true, first: [], last: [] };
/** So many repetitions are taken for any number of them: backtracking suffers as much. */
const MANY = 10;

/** The automaton of an expression, or nothing when it would have more states than `most`. */
export function positionsOf(
  elements: readonly AST.Element[],
  pattern: ParsedPattern,
  most: number,
): Positions | undefined {
  const reads: ReadonlySet<string>[] = [];
  const follow: Map<number, number>[] = [];
  const sample = sampleOf(pattern.tree.raw);
  const known = new Map<string, ReadonlySet<string>>();
  try {
    const { last } = sequence(elements);
    return { reads, follow, last: new Set(last) };
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }

  function state(characters: ReadonlySet<string>): Fragment {
    if (reads.length === most) throw new TooLarge();
    reads.push(characters);
    follow.push(new Map());
    return { nullable: false, first: [reads.length - 1], last: [reads.length - 1] };
  }

  function connect(from: readonly number[], to: readonly number[]): void {
    for (const one of from) for (const other of to) follow[one]?.set(other, (follow[one].get(other) ?? 0) + 1);
  }

  function then(left: Fragment, right: Fragment): Fragment {
    connect(left.last, right.first);
    return {
      nullable: left.nullable && right.nullable,
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...right.last, ...left.last] : right.last,
    };
  }

  function sequence(parts: readonly AST.Element[]): Fragment {
    return parts.map(fragment).reduce(then, EMPTY);
  }

  function anyOf(alternatives: readonly AST.Alternative[]): Fragment {
    const all = alternatives.map((each) => sequence(each.elements));
    return {
      nullable: all.some((each) => each.nullable),
      first: all.flatMap((each) => each.first),
      last: all.flatMap((each) => each.last),
    };
  }

  function fragment(element: AST.Element): Fragment {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return state(readBy(element.raw));
      case 'Group':
      case 'CapturingGroup':
        return anyOf(element.alternatives);
      case 'Quantifier':
        return repeat(element);
      case 'Assertion':
        return element.kind === 'end' ? state(new Set()) : EMPTY;
      case 'Backreference':
      case 'ExpressionCharacterClass':
        throw new TooLarge();
    }
  }

  function repeat({ element, min, max }: AST.Quantifier): Fragment {
    const isEndless = max >= MANY;
    const least = Math.min(min, 2);
    const copies = Array.from({ length: Math.max(least, 1) }, () => fragment(element));
    const body = copies.reduce(then, EMPTY);
    if (max === 0) return EMPTY;
    if (isEndless) {
      const end = copies.at(-1) ?? EMPTY;
      connect(end.last, end.first);
      return min === 0 ? { ...body, nullable: true } : body;
    }
    if (min === 0)
      return max === 1 ? { ...body, nullable: true } : then({ ...body, nullable: true }, optional(element));
    return max > min ? then(body, optional(element)) : body;
  }

  function optional(element: AST.Element): Fragment {
    return { ...fragment(element), nullable: true };
  }

  function readBy(raw: string): ReadonlySet<string> {
    const found = known.get(raw) ?? new Set(sample.filter((each) => new RegExp(`^${raw}$`, pattern.flags).test(each)));
    known.set(raw, found);
    return found;
  }
}

class TooLarge extends Error {}

/** Characters by which parts of an expression are compared: ASCII, some others, and those in the expression itself. */
function sampleOf(source: string): readonly string[] {
  const ascii = Array.from({ length: 128 }, (_, point) => String.fromCodePoint(point));
  const escaped = [...source.matchAll(/\\u\{?([0-9a-f]{4,6})/gi)].map(([, hex = '0']) => parseInt(hex, 16));
  const points = escaped.filter((point) => point <= 0x10ffff).map((point) => String.fromCodePoint(point));
  return [...new Set([...ascii, ...'\u00a0éßΩЖ中\u2028😀', ...source, ...points])];
}
