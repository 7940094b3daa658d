import type { JsonValue } from '../../../json.ts';
import { doubleText } from '../../base/double-text.ts';
import { exactNumber } from '../../base/exact-number.ts';

const LONG = 2 ** 63;

/**
 * The numbers of one evaluation beyond 2^53, most of which the library cannot hold: a double stands for each of them, and for no
 * other, and the number is given back where the double comes out.
 */
export class Numbers {
  readonly #texts: Map<number, string>;
  readonly #doubles = new Map<string, number>();

  /** `literals` are those of the expression itself. */
  constructor(literals?: ReadonlyMap<number, string>) {
    this.#texts = new Map(literals);
    for (const [double, text] of this.#texts) this.#doubles.set(text, double);
  }

  /** What stands for the number of a text in the evaluation. */
  take(text: string): number {
    const known = this.#doubles.get(text);
    if (known !== undefined) return known;
    let double = Number(text);
    if (!Number.isInteger(double) || Number.isSafeInteger(double)) return double;
    while (this.#texts.has(double)) double += 2 ** (Math.floor(Math.log2(Math.abs(double))) - 52);
    this.#texts.set(double, text);
    this.#doubles.set(text, double);
    return double;
  }

  /** The text of the number that a double stands for. */
  textOf(double: number): string | undefined {
    return this.#texts.get(double);
  }

  /** The number as data: as AWS writes it, and by its name where JSON cannot write it. */
  give(double: number): JsonValue {
    if (!Number.isFinite(double)) return String(double);
    const size = Math.abs(double);
    if (Number.isInteger(double)) {
      if (Number.isSafeInteger(double)) return double;
      const text = this.#texts.get(double) ?? (size < LONG ? undefined : doubleText(double));
      return text === undefined ? double : exactNumber(text);
    }
    return size >= 1e-3 && size < 1e7 ? double : exactNumber(doubleText(double));
  }
}
