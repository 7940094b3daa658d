import { createHash } from 'node:crypto';
import { PermanentError, RetryableError } from 'tasker-sfn/runtime';

// Stands for the systems of a shop. Each of its calls takes a key: the same key again is the same call, and has one effect.

/** What the shop sells: prices in EUR. */
const CATALOG: ReadonlyMap<string, { readonly name: string; readonly price: number; readonly stock: number }> = new Map(
  [
    ['mug', { name: 'Mug', price: 12, stock: 100 }],
    ['lamp', { name: 'Lamp', price: 45.5, stock: 7 }],
    ['desk', { name: 'Desk', price: 320, stock: 2 }],
  ],
);

/** A line of a priced cart. */
export interface Line {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** For all of them, in EUR. */
  readonly price: number;
}

/** Prices an article. */
export function priceOf(sku: string, quantity: number): Line {
  const article = CATALOG.get(sku);
  if (article === undefined) throw new PermanentError(`There is no article "${sku}"`, 'UNKNOWN_ARTICLE');
  if (article.stock < quantity) throw new PermanentError(`There are ${article.stock} of "${sku}"`, 'OUT_OF_STOCK');
  return { sku, name: article.name, quantity, price: round(article.price * quantity) };
}

const charges = new Map<string, Record<string, unknown>>();

/** Charges a card. `tok_declined` is declined; of `tok_flaky` the answer gets lost the first time, after the money was taken. */
export function charge(key: string, card: string, amount: number): Record<string, unknown> {
  const known = charges.get(key);
  if (known !== undefined) return { ...known, was_charged_before: true };
  if (card === 'tok_declined') throw new PermanentError('The card was declined', 'CARD_DECLINED');
  const made = { payment_id: idOf('pay', key), amount, card };
  charges.set(key, made);
  if (card === 'tok_flaky') throw new RetryableError('The payment provider did not answer', { errorCode: 'NO_ANSWER' });
  return made;
}

const reservations = new Map<string, Record<string, unknown>>();

/** Takes goods off the shelf. */
export function reserve(key: string, lines: readonly Line[]): Record<string, unknown> {
  const known = reservations.get(key);
  if (known !== undefined) return known;
  const made = { reservation_id: idOf('res', key), items: lines.reduce((sum, { quantity }) => sum + quantity, 0) };
  reservations.set(key, made);
  return made;
}

/** An id that a key always gets. */
export function idOf(prefix: string, key: string): string {
  return `${prefix}_${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

/** An amount in whole cents. */
export function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
