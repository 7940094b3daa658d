/** The words of a name, however it is written: `HTTPFetch`, `http_fetch` and `http-fetch` have the same two. */
export function wordsOf(name: string): readonly string[] {
  const words = name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** `HTTPFetch` as it is, `http_fetch` as `HttpFetch`. */
export function pascalCase(name: string): string {
  return (name.match(/[A-Za-z0-9]+/g) ?? []).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
