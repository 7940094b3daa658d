import type { Attribute, Item } from './attribute.ts';
import { bytesOf } from './compare-attributes.ts';

/** The largest item, in bytes. */
export const LARGEST_ITEM = 400 * 1024;

/** How many bytes an item takes. Developer guide: "DynamoDB item sizes and formats". */
export function itemSize(item: Item): number {
  let size = 0;
  for (const [name, attribute] of item) size += Buffer.byteLength(name) + attributeSize(attribute);
  return size;
}

function attributeSize(attribute: Attribute): number {
  switch (attribute.kind) {
    case 'S':
      return Buffer.byteLength(attribute.value);
    case 'N':
      return numberSize(attribute.value);
    case 'B':
      return bytesOf(attribute.value).length;
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
      return sum(attribute.values, (value) => Buffer.byteLength(value));
    case 'NS':
      return sum(attribute.values, numberSize);
    case 'BS':
      return sum(attribute.values, (value) => bytesOf(value).length);
    case 'L':
      return 3 + sum(attribute.values, (value) => 1 + attributeSize(value));
    case 'M':
      return 3 + attribute.members.size + itemSize(attribute.members);
  }
}

/** About a byte for two significant digits, and one more. */
function numberSize(value: string): number {
  const digits = value.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (value.startsWith('-') ? 1 : 0);
}

function sum<T>(values: readonly T[], sizeOf: (value: T) => number): number {
  return values.reduce((total, value) => total + sizeOf(value), 0);
}
