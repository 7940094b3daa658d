/** 32 bits that look random, the same on every machine. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return scramble(hash);
}

/** A hash of several hashes or numbers, which depends on their order. */
export function hashNumbers(...numbers: readonly number[]): number {
  return numbers.reduce((hash, number) => scramble(Math.imul(hash ^ number, 0x9e3779b1) + 1), 0x2545f491);
}

function scramble(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
