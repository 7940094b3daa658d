/** A source of randomness that repeats for its seed: jitter, ids and `States.MathRandom` all draw from it. */
export interface Random {
  /** A number from 0 up to and not including 1. */
  next(): number;
  /** A version 4 UUID. */
  uuid(): string;
}

/** A generator that gives the same sequence for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  return new SeededRandom(seed);
}

class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    return this.#next32() / 0x1_0000_0000;
  }

  uuid(): string {
    const hex = this.#hex32() + this.#hex32() + this.#hex32() + this.#hex32();
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  #next32(): number {
    const state = (this.#state + 0x6d2b79f5) >>> 0;
    this.#state = state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  #hex32(): string {
    return this.#next32().toString(16).padStart(8, '0');
  }
}
