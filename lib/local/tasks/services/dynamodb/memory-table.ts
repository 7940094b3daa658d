import type { Attribute, Item } from './attribute.ts';
import { invalid } from './dynamodb-error.ts';

/** A DynamoDB table in memory. */
export class MemoryTable {
  /** The attributes that the key is made of. */
  readonly key: readonly string[];
  readonly #items = new Map<string, Item>();

  constructor(key: readonly string[]) {
    this.key = key;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  put(id: string, item: Item): void {
    this.#items.set(id, item);
  }

  delete(id: string): void {
    this.#items.delete(id);
  }

  /** What tells an item apart from all others, out of the attributes of `Key`. */
  idOf(key: Item): string {
    if (key.size !== this.key.length || !this.key.every((name) => key.has(name))) {
      throw invalid('The provided key element does not match the schema');
    }
    return this.#id(key);
  }

  /** As {@link idOf}, out of the attributes of a whole item. */
  idIn(item: Item): string {
    const missing = this.key.find((name) => !item.has(name));
    if (missing === undefined) return this.#id(item);
    throw invalid(`One or more parameter values were invalid: Missing the key ${missing} in the item`);
  }

  #id(item: Item): string {
    return JSON.stringify(this.key.map((name) => keyPart(name, item.get(name))));
  }
}

function keyPart(name: string, attribute: Attribute | undefined): readonly [string, string] {
  if (attribute === undefined || !('value' in attribute) || typeof attribute.value === 'boolean') {
    throw invalid('The provided key element does not match the schema');
  }
  if (attribute.value === '') {
    const type = attribute.kind === 'B' ? 'binary' : 'string';
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type} value. Key: ${name}`,
    );
  }
  return [attribute.kind, attribute.value];
}
