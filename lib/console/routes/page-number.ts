/** The number of a page in a query: 1 where it is none. */
export function pageNumber(text: string | undefined): number {
  const number = Number(text ?? 1);
  return Number.isSafeInteger(number) && number > 1 ? number : 1;
}
