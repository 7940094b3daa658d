/** Eight hex digits that tell one text from another in a generated name (FNV-1a, 32 bits). Not for security. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The text, cut to `limit` characters when it is longer, with a hash of the whole at the end so that it stays unique. */
export function cutWithHash(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 9)}~${shortHash(text)}`;
}
