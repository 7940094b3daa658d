import type { JsonObject, JsonValue } from '../../json.ts';
import { ExactNumber } from './exact-number.ts';
import { labelOf, printCounted } from './json-text.ts';

/**
 * A value that flows between states, with its text as the history shows it: each state's output is another's input. The text is made
 * when it is asked for. Where a value is put together of others, so is its text: JavaScript keeps such a text as a list of its
 * parts, so that what passes a hundred states is printed, and kept, once.
 */
export class Data {
  readonly value: JsonValue;
  #text: string | undefined;
  #isPlain: boolean | undefined;
  #members: Members | undefined;

  /** Who knows the text gives it, and may say whether it {@link isPlain}. */
  constructor(value: JsonValue, text?: string, isPlain?: boolean) {
    this.value = value;
    this.#text = text;
    this.#isPlain = isPlain;
  }

  /** JSON. */
  get text(): string {
    if (this.#text !== undefined) return this.#text;
    const { text, isPlain } = this.print();
    this.#isPlain = isPlain;
    this.#text = text;
    return text;
  }

  /** Whether no number in it has a text of its own. */
  get isPlain(): boolean {
    return (this.#isPlain ??= this.print().isPlain);
  }

  /** The value as JavaScript has it, for code that knows nothing of exact numbers. */
  get plain(): JsonValue {
    return this.isPlain ? this.value : (JSON.parse(this.text) as JsonValue);
  }

  /** The member of an object; undefined when the value is none, or has no such member. */
  member(name: string): Data | undefined {
    const { value } = this;
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    const member = value[name];
    return member === undefined ? undefined : new Data(member);
  }

  /** The item of a list; undefined when the value is none, or has no such item. */
  item(index: number): Data | undefined {
    const item = isArray(this.value) ? this.value[index] : undefined;
    return item === undefined ? undefined : new Data(item);
  }

  /** All members of an object, by name; undefined when the value is none, or has so many that they are better left together. */
  members(): Members | undefined {
    return (this.#members ??= this.split());
  }

  /** Takes an object apart. */
  protected split(): Members | undefined {
    if (!isObject(this.value)) return undefined;
    const entries = Object.entries(this.value);
    if (entries.length > MOST_MEMBERS) return undefined;
    // JSON has no place for what JavaScript may have left there.
    const written = entries.filter(([, value]) => value !== undefined && typeof value !== 'function');
    return Object.fromEntries(written.map(([name, value]) => [name, new Data(value)]));
  }

  /** Makes the text. */
  protected print(): { readonly text: string; readonly isPlain: boolean } {
    const { text, count } = printCounted(this.value);
    return { text, isPlain: count === 0 };
  }
}

/** The members of an object, in the order in which they are written. */
export type Members = Readonly<Record<string, Data>>;

/** The text of an object of more members is faster printed than put together. */
const MOST_MEMBERS = 100;

/** An object that was put together of its members. */
export class ObjectData extends Data {
  readonly #members: Members;

  constructor(value: JsonObject, members: Members) {
    super(value);
    this.#members = members;
  }

  override member(name: string): Data | undefined {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  override members(): Members | undefined {
    return this.#members;
  }

  protected override print(): { readonly text: string; readonly isPlain: boolean } {
    let text = '{';
    let isPlain = true;
    for (const name in this.#members) {
      const member = this.#members[name];
      if (member === undefined) continue;
      text += text === '{' ? labelOf(name) : `,${labelOf(name)}`;
      text += member.text;
      isPlain &&= member.isPlain;
    }
    return { text: `${text}}`, isPlain };
  }
}

/** A list that was put together of its items. */
export class ListData extends Data {
  readonly #items: readonly Data[];

  constructor(items: readonly Data[]) {
    super(items.map(({ value }) => value));
    this.#items = items;
  }

  override item(index: number): Data | undefined {
    return this.#items[index];
  }

  protected override print(): { readonly text: string; readonly isPlain: boolean } {
    let text = '[';
    let isPlain = true;
    for (const item of this.#items) {
      text += text === '[' ? item.text : `,${item.text}`;
      isPlain &&= item.isPlain;
    }
    return { text: `${text}]`, isPlain };
  }
}

/** The data of a value; `known` is used again when the value is the same. */
export function toData(value: JsonValue, known?: Data): Data {
  return known !== undefined && known.value === value ? known : new Data(value);
}

/** Whether a JSON text takes more than `limit` bytes in UTF-8. */
export function exceeds(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  return text.length > limit || Buffer.byteLength(text) > limit;
}

/** Whether a value is an object, and neither a list nor a number with a text of its own. */
export function isObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** Whether a value is a list. */
export function isArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}
