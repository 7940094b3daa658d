/**
 * What `read` gives, or `otherwise` when it throws. Handlers throw and return anything: proxies, getters that throw, objects
 * without a prototype. A report on them must be made all the same.
 */
export function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** An object's own fields, those that can be read. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  const names = safely(() => Object.keys(value), []);
  return Object.fromEntries(
    names.flatMap((name) => {
      const field = safely<unknown>(() => (value as Record<string, unknown>)[name], undefined);
      return field === undefined ? [] : [[name, field]];
    }),
  );
}

/** Any value in words: a text as it is, anything else as JSON where JSON can say it. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  const json =
    typeof value === 'object' ? safely(() => JSON.stringify(value) as string | undefined, undefined) : undefined;
  return json ?? safely(() => String(value), 'something that cannot be shown');
}
