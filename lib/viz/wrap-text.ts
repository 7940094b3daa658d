/** How many columns of a fixed-width font a text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += columnsOfChar(char);
  return columns;
}

/**
 * Breaks a text into lines of at most `width` columns, preferably behind `_`, `-`, `.`, `:`, `/` or a space. Control
 * characters become spaces.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text.replace(/\p{Cc}+/gu, ' ');
  do {
    const line = firstLine(rest, width);
    lines.push(line.trim());
    rest = rest.slice(line.length);
  } while (rest !== '');
  return lines;
}

/** A text in one line of at most `width` columns, with an ellipsis where it was longer. Control characters become spaces. */
export function cutText(text: string, width: number): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  if (columnsOf(line) <= width) return line;
  let cut = '';
  for (const char of line) {
    if (columnsOf(cut) + columnsOfChar(char) > width - 1) break;
    cut += char;
  }
  return width > 0 ? `${cut}…` : '';
}

function firstLine(text: string, width: number): string {
  let end = 0;
  let preferred = 0;
  let columns = 0;
  for (const char of text) {
    columns += columnsOfChar(char);
    if (columns > width && end > 0) return text.slice(0, preferred > 0 ? preferred : end);
    end += char.length;
    if ('_-.:/ '.includes(char)) preferred = end;
  }
  return text;
}

/** East Asian wide characters and emoji take two columns, combining marks none. */
function columnsOfChar(char: string): number {
  if (/\p{M}|\u200d/u.test(char)) return 0;
  const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
  return wide.test(char) || char.codePointAt(0)! > 0x1f000 ? 2 : 1;
}
