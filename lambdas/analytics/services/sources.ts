// Stand for three databases. What they hold is made up, and always the same.

export interface Sale {
  readonly sku: string;
  readonly day: number;
  readonly quantity: number;
  /** In EUR. */
  readonly amount: number;
  readonly customer: string;
}

const SKUS = ['mug', 'lamp', 'desk', 'chair', 'shelf'] as const;
const PRICES: Readonly<Record<string, number>> = { mug: 12, lamp: 45, desk: 320, chair: 140, shelf: 80 };

/** What was sold in the last days: four sales a day. */
export function readSales(days: number): readonly Sale[] {
  return Array.from({ length: days * 4 }, (_, index) => {
    const sku = SKUS[(index * 7) % SKUS.length] ?? 'mug';
    const quantity = 1 + ((index * 3) % 4);
    const customer = `c-${(index * 5) % 12}`;
    return { sku, day: Math.floor(index / 4), quantity, amount: quantity * (PRICES[sku] ?? 0), customer };
  });
}

/** What is on the shelf. */
export function readInventory(): readonly { readonly sku: string; readonly stock: number }[] {
  return SKUS.map((sku, index) => ({ sku, stock: (index * 13 + 4) % 30 }));
}

/** Who buys. */
export function readCustomers(): readonly { readonly id: string; readonly since: number }[] {
  return Array.from({ length: 12 }, (_, index) => ({ id: `c-${index}`, since: 2014 + index }));
}
