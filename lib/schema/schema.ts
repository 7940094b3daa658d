/** A JSON Schema that is an object, of whichever draft. */
export type Schema = Readonly<Record<string, unknown>>;

/** A place within a schema or a value: names of properties and positions of items, from the top. */
export type Path = readonly (string | number)[];

/** Whether a value is an object of JSON: neither null nor an array. */
export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path as a JSON Pointer. RFC 6901. */
export function pointerTo(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The parts of a JSON Pointer. RFC 6901. */
export function partsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
