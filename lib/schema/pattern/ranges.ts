/** Code points from the first to the last. */
export type Range = readonly [first: number, last: number];

const LAST = 0x10ffff;

/** What `\s` means in ECMA-262. */
export const SPACES: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** What `.` does not mean in ECMA-262. */
export const LINE_ENDS: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

/** All code points that are not in these ranges, which are in order. */
export function complementOf(ranges: readonly Range[]): readonly Range[] {
  const firsts = [0, ...ranges.map(([, last]) => last + 1)];
  const lasts = [...ranges.map(([first]) => first - 1), LAST];
  return firsts.map((first, index): Range => [first, lasts[index] ?? LAST]).filter(([first, last]) => first <= last);
}

/** Ranges in order, of which none touches another. */
export function unionOf(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const [first, last] of [...ranges].sort(([left], [right]) => left - right)) {
    const before = joined.at(-1);
    if (before === undefined || first > before[1] + 1) joined.push([first, last]);
    else joined[joined.length - 1] = [before[0], Math.max(before[1], last)];
  }
  return joined;
}

/** All code points that match an expression for one character. It looks at each of them: some 20 ms. */
export function rangesOf(expression: RegExp): readonly Range[] {
  const ranges: Range[] = [];
  let first: number | undefined;
  for (let point = 0; point <= LAST + 1; point++) {
    const matches = point <= LAST && expression.test(String.fromCodePoint(point));
    if (matches) first ??= point;
    else if (first !== undefined) {
      ranges.push([first, point - 1]);
      first = undefined;
    }
  }
  return ranges;
}

/** Ranges as they stand within the brackets of a class of RE2. */
export function printRanges(ranges: readonly Range[]): string {
  return ranges.map(([first, last]) => printPoint(first) + (first === last ? '' : `-${printPoint(last)}`)).join('');
}

/** A code point as RE2 writes it. */
export function printPoint(point: number): string {
  return `\\x{${point.toString(16)}}`;
}
