import type { Attribute } from './attribute.ts';
import type { DynamoDbError } from './dynamodb-error.ts';
import { invalid } from './dynamodb-error.ts';
import type { DocumentPath } from './expression.ts';
import type { Placeholders } from './placeholders.ts';
import { reservedWords } from './reserved-words.ts';

const TOKEN = /[#:][A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*|\d+|<>|<=|>=|\S/g;
const NAME = /^[A-Za-z]/;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Reads an expression from left to right, token by token. */
export class ExpressionReader {
  /** The field of the request, such as `UpdateExpression`. */
  readonly field: string;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #placeholders: Placeholders;
  #at = 0;

  constructor(field: string, text: string, placeholders: Placeholders) {
    this.field = field;
    this.#text = text;
    this.#placeholders = placeholders;
    this.#tokens = [...text.matchAll(TOKEN)].map(({ 0: token, index }) => ({
      text: token,
      start: index,
      end: index + token.length,
    }));
    if (this.#tokens.length === 0) throw this.mistake('The expression can not be empty;');
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The next token, or `''` at the end; with `ahead`, one after it. */
  peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead]?.text ?? '';
  }

  take(): string {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Steps over a sign or a keyword, in capitals or not, when it comes next. */
  skip(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  expect(sign: string): void {
    if (!this.skip(sign)) throw this.syntaxError();
  }

  /** Whether a function call comes next. */
  get atCall(): boolean {
    return NAME.test(this.peek()) && this.peek(1) === '(';
  }

  /** Reads items that commas part. */
  list<T>(readOne: () => T): readonly T[] {
    const items = [readOne()];
    while (this.skip(',')) items.push(readOne());
    return items;
  }

  path(): DocumentPath {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.skip('.')) {
        path.push(this.#name());
      } else if (this.skip('[')) {
        if (!/^\d+$/.test(this.peek())) throw this.syntaxError();
        path.push(Number(this.take()));
        this.expect(']');
      } else {
        return path;
      }
    }
  }

  /** The value of a placeholder, when one comes next. */
  value(): Attribute | undefined {
    if (!this.peek().startsWith(':') || this.peek().length === 1) return undefined;
    const placeholder = this.take();
    const value = this.#placeholders.value(placeholder);
    if (value !== undefined) return value;
    throw this.mistake(
      `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
    );
  }

  /** The error of an expression that is read but makes no sense. */
  mistake(detail: string): DynamoDbError {
    return invalid(`Invalid ${this.field}: ${detail}`);
  }

  syntaxError(): DynamoDbError {
    const before = this.#tokens[this.#at - 1];
    const found = this.#tokens[this.#at];
    const after = this.#tokens[this.#at + 1];
    const start = (before ?? found)?.start;
    const near = this.#text.slice(start, (after ?? found ?? before)?.end);
    return this.mistake(`Syntax error; token: "${found?.text ?? '<EOF>'}", near: "${near}"`);
  }

  #name(): string {
    const token = this.peek();
    if (token.startsWith('#') && token.length > 1) {
      const name = this.#placeholders.name(this.take());
      if (name !== undefined) return name;
      throw this.mistake(
        `An expression attribute name used in the document path is not defined; attribute name: ${token}`,
      );
    }
    if (!NAME.test(token)) throw this.syntaxError();
    if (reservedWords.has(token.toUpperCase())) {
      throw this.mistake(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
    }
    return this.take();
  }
}
