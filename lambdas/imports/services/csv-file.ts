import { PermanentError } from 'tasker-sfn/runtime';

/** A row of the file, once it is read. */
export interface Product extends Record<string, unknown> {
  readonly sku: string;
  readonly name: string;
  /** In EUR. */
  readonly price: number;
}

/** The text of a row. Stands for a file in a bucket, of which a part is read; the poisoned row is cut off. */
export function rowText(row: number, poisoned: number | undefined): string {
  if (row === poisoned) return `SKU-${row},"Product`;
  // Every fiftieth product has no price yet.
  return `SKU-${row},Product ${row} with a name that takes some room,${row % 50 === 49 ? '' : ((row * 7) % 1000) / 10}`;
}

/** Reads a row; undefined where there is no price, so that it is left out. A row that is no row fails its part for good. */
export function readRow(text: string, row: number): Product | undefined {
  const [sku, name, price] = text.split(',');
  if (sku === undefined || name === undefined || price === undefined) {
    throw new PermanentError(`Row ${row} cannot be read: ${text}`, 'POISONED_ROW');
  }
  return price === '' ? undefined : { sku, name, price: Number(price) };
}
