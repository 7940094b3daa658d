/** A text of JSONata; in apostrophes, which JSON need not escape. */
export function jsonataText(value: string): string {
  return /['\\]/.test(value) ? JSON.stringify(value) : `'${value}'`;
}
