/**
 * A name as a UUID: version 8, made from a SHA-256 of the name (RFC 9562, section 5.8). What hashes is loaded at the first use:
 * few handlers read ids, and it takes a third of a cold start to load.
 */
export function uuidOf(name: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
