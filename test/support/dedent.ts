/** Text of several lines without the indentation that they share, so that a test can hold a file at its own depth. */
export function dedent(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const lines = String.raw({ raw: strings }, ...values).split('\n');
  if (lines[0]?.trim() === '') lines.shift();
  if (lines.at(-1)?.trim() === '') lines.pop();
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join('\n') + '\n';
}
