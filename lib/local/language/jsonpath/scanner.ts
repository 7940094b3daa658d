import { PathSyntaxError } from './path.ts';

/** Reads a text from left to right. */
export class Scanner {
  readonly text: string;
  at: number;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, or `''` at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  startsWith(part: string): boolean {
    return this.text.startsWith(part, this.at);
  }

  /** Steps over `part` when it comes next. */
  skip(part: string): boolean {
    if (!this.startsWith(part)) return false;
    this.at += part.length;
    return true;
  }

  expect(part: string): void {
    if (!this.skip(part))
      this.fail(this.done ? `"${part}" is missing.` : `Expected "${part}", found "${this.peek()}".`);
  }

  skipSpace(): void {
    while (/^\s$/.test(this.peek())) this.at += 1;
  }

  /** Reads what the (sticky) pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Reads a quoted string; a backslash takes the next character as it is, `\uXXXX` a code unit. */
  quoted(quote: string): string {
    const start = this.at;
    this.expect(quote);
    let value = '';
    while (!this.skip(quote)) {
      if (this.done) {
        this.at = start;
        this.fail('The string is not closed.');
      }
      value += this.character();
    }
    return value;
  }

  /** What was read since `start`, as it is written. */
  since(start: number): string {
    return this.text.slice(start, this.at);
  }

  /** Reads one character, escaped or not. */
  character(): string {
    if (!this.skip('\\')) {
      const char = this.peek();
      this.at += 1;
      return char;
    }
    const unit = this.match(/u[0-9a-fA-F]{4}/y);
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit.slice(1), 16));
    const char = this.peek();
    this.at += 1;
    return ESCAPES[char] ?? char;
  }

  fail(detail: string): never {
    throw new PathSyntaxError(this.text, this.at, detail);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
