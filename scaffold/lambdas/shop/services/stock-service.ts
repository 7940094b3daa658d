/** An item of an order. */
export interface Item {
  readonly sku: string;
  readonly quantity: number;
}

/** What the shop sells: the price in cents, and how many there are. Put calls of your own warehouse in its place. */
const STOCK: Readonly<Record<string, { readonly price: number; readonly available: number }>> = {
  book: { price: 1_500, available: 20 },
  lamp: { price: 4_900, available: 3 },
};

/** A product that is not there in the quantity that was asked for. */
export class OutOfStockError extends Error {
  constructor(sku: string) {
    super(`There are not enough pieces of "${sku}".`);
    this.name = 'OutOfStockError';
  }
}

/** Reserves items and returns what they cost in all. The same key reserves once, however often it is called. */
export async function reserve(key: string, items: readonly Item[]) {
  let total = 0;
  for (const { sku, quantity } of items) {
    const product = STOCK[sku];
    if (product === undefined || product.available < quantity) throw new OutOfStockError(sku);
    total += product.price * quantity;
  }
  return { reservationId: `reservation-${key}`, total };
}
