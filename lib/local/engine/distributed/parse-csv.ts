/**
 * The rows of a CSV text. A field in quotes may hold delimiters, line breaks and doubled quotes; empty lines at the end do
 * not count. A backslash takes the meaning from a backslash, a quote or a delimiter after it; before anything else it is
 * dropped. Developer guide: "CSV file".
 */
export function parseCsv(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  let at = 0;
  const endRow = () => {
    row.push(field);
    rows.push(row);
    row = [];
    field = '';
  };
  while (at < text.length) {
    const char = text.charAt(at);
    at += 1;
    if (char === '\\') {
      const next = text.charAt(at);
      if (next !== '\\' && next !== '"' && next !== delimiter) continue;
      field += next;
      at += 1;
    } else if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter) {
      row.push(field);
      field = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') field += char;
  }
  if (field !== '' || row.length > 0) endRow();
  while (rows.at(-1)?.join() === '') rows.pop();
  return rows;
}
