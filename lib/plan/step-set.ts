import { at } from '../lookup.ts';
import { contains, elementsOf, overlap, type BitSet } from '../graph/bit-set.ts';

/** Names of steps. */
export interface StepSet extends Iterable<string> {
  /** How many there are. */
  readonly size: number;
  /** Whether a step is one of them. */
  has(name: string): boolean;
}

/** The names of steps as those of a set of elements: a bit for each step, where a set of names would take a hundred bytes. */
export class NamedElements implements StepSet {
  readonly #elements: BitSet;
  readonly #names: readonly string[];
  readonly #elementOf: ReadonlyMap<string, number>;

  /** `elementOf` has the place of each of the `names`. */
  constructor(elements: BitSet, names: readonly string[], elementOf: ReadonlyMap<string, number>) {
    this.#elements = elements;
    this.#names = names;
    this.#elementOf = elementOf;
  }

  get size(): number {
    return overlap(this.#elements, this.#elements);
  }

  has(name: string): boolean {
    const element = this.#elementOf.get(name);
    return element !== undefined && contains(this.#elements, element);
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const element of elementsOf(this.#elements)) yield at(this.#names, element);
  }
}
