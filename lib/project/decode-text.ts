import { isUtf8 } from 'node:buffer';

/** Bytes as text: all of it, or as much as can be read, with the place and the reason where that ends. */
export interface DecodedText {
  /** What is no UTF-8 stands here as U+FFFD. */
  readonly text: string;
  /** Where the first byte lies that is no UTF-8, as an offset in `text`, and what the file may be instead. */
  readonly problem?: { readonly offset: number; readonly reason: string };
}

/** Decodes UTF-8, and no other encoding: to guess one would put wrong characters into what is deployed. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const text = new TextDecoder().decode(bytes);
  if (isUtf8(bytes)) return { text };
  const end = validBytes(bytes);
  // A streaming decoder leaves out a character that the end cuts.
  const offset = new TextDecoder().decode(bytes.subarray(0, end), { stream: true }).length;
  return { text, problem: { offset, reason: reasonOf(bytes, end) } };
}

/** How many bytes can be read before the first that cannot. */
function validBytes(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginningOfText(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether bytes are UTF-8 up to a character that their end may cut. */
function isBeginningOfText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function reasonOf(bytes: Uint8Array, at: number): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return 'it is UTF-16 text; save it as UTF-8';
  }
  if (bytes.includes(0)) return 'it is a binary file, not a text';
  const byte = bytes[at];
  const name = byte === undefined ? 'its end' : `the byte 0x${byte.toString(16).padStart(2, '0')} here`;
  return `it is not UTF-8 text: ${name} does not belong to a character; save the file as UTF-8`;
}
