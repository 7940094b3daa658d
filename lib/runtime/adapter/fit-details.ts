import type { ErrorDetails } from '../../contract/errors.ts';

/** The error details, cut to `limit` characters of JSON: the metadata goes first, then the message's end. */
export function fitDetails(details: ErrorDetails, limit: number): ErrorDetails {
  if (lengthOf(details) <= limit) return details;
  const bare: ErrorDetails = { ...details, metadata: undefined };
  if (lengthOf(bare) <= limit) return bare;
  // No character takes less than one of JSON, so what lies beyond the limit need not be measured again and again.
  const message = bare.message.slice(0, limit);
  const short = { ...bare, message, code: cut(bare.code, 64), type: cut(bare.type, 64) };
  return lengthOf(short) <= limit ? short : { ...short, message: cutMessage(short, limit) };
}

/** The longest beginning of the message with which the details fit; escapes make characters of unequal length. */
function cutMessage(details: ErrorDetails, limit: number): string {
  let fits = 0;
  let tooLong = details.message.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (lengthOf({ ...details, message: ellipsis(details.message, middle) }) <= limit) fits = middle;
    else tooLong = middle;
  }
  return ellipsis(details.message, fits);
}

function lengthOf(details: ErrorDetails): number {
  return JSON.stringify(details).length;
}

function cut<T extends string | null>(text: T, limit: number): T | string {
  return text === null || text.length <= limit ? text : ellipsis(text, limit - 1);
}

function ellipsis(text: string, length: number): string {
  // Half of a surrogate pair is not a character.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return `${text.slice(0, end)}…`;
}
