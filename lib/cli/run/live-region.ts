import { columnsOf } from '../../viz/wrap-text.ts';
import type { Output } from '../io.ts';

/** The last lines of a terminal, drawn over again and again; what is printed meanwhile scrolls by above them. */
export class LiveRegion {
  readonly #output: Output;
  #drawn = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Prints lines for good, above the region. */
  print(lines: readonly string[]): void {
    this.#output.write(this.#erase() + lines.map((line) => line + '\n').join(''));
  }

  /** Draws the region anew. Lines are cut to the width of the terminal: a wrapped one could not be erased. */
  draw(lines: readonly string[]): void {
    const width = (this.#output.columns ?? 80) - 1;
    const text = this.#erase() + lines.map((line) => cut(line, width) + '\n').join('');
    this.#drawn = lines.length;
    if (text !== '') this.#output.write(text);
  }

  #erase(): string {
    const escape = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A\u001b[0J`;
    this.#drawn = 0;
    return escape;
  }
}

function cut(line: string, width: number): string {
  if (columnsOf(line.replace(/\u001b\[\d+m/g, '')) <= width) return line;
  let columns = 0;
  let end = 0;
  for (const char of line) {
    columns += columnsOf(char);
    if (columns > width) return line.slice(0, end);
    end += char.length;
  }
  return line;
}
