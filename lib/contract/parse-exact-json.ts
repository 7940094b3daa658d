import type { JsonValue } from '../json.ts';

/** So deep may lists and objects be nested. Deeper ones make recursive programs, handlers among them, run out of stack. */
const DEEPEST_JSON = 500;

/** JSON that can be read, but not kept as it is. */
export class InexactJsonError extends Error {
  static override readonly name: string = 'InexactJsonError';
  /** Where, as a JSON Pointer; the top when it is nested too deeply. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = 'InexactJsonError';
    this.path = path;
  }
}

/**
 * Reads JSON, and refuses what would not come out as it went in: integers beyond ±(2⁵³ − 1), which would be rounded, so
 * that two different contexts became one; numbers that are too large for any computation; and what is nested too deeply.
 *
 * @throws SyntaxError when the text is no JSON
 * @throws InexactJsonError when it cannot be kept as it is
 */
export function parseExactJson(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  scan(text);
  return value;
}

/** Where the scan is: within objects, at a key; within lists, at an index. */
type Level = { key: string | undefined } | { index: number };

/** Looks at the numbers and the brackets of a text that is JSON. */
function scan(text: string): void {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const level = levels.at(-1);
    switch (character) {
      case '"': {
        const end = endOfString(text, at);
        if (level !== undefined && 'key' in level) level.key ??= text.slice(at, end);
        at = end - 1;
        break;
      }
      case '{':
      case '[':
        levels.push(character === '{' ? { key: undefined } : { index: 0 });
        if (levels.length > DEEPEST_JSON) {
          throw new InexactJsonError('', `The JSON is nested more than ${DEEPEST_JSON} levels deep.`);
        }
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level === undefined) break;
        if ('key' in level) level.key = undefined;
        else level.index++;
        break;
      default:
        if (character === '-' || (character >= '0' && character <= '9')) at = endOfNumber(text, at, levels) - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
  return end + 1;
}

function endOfNumber(text: string, start: number, levels: readonly Level[]): number {
  let end = start + 1;
  while (/[\d.eE+-]/.test(text.charAt(end))) end++;
  const written = text.slice(start, end);
  const isExact = /[.eE]/.test(written) ? Number.isFinite(Number(written)) : Number.isSafeInteger(Number(written));
  if (isExact) return end;
  const shown = written.length > 40 ? `${written.slice(0, 40)}…` : written;
  throw new InexactJsonError(
    pathOf(levels),
    `The number ${shown} cannot be kept exactly: integers may go up to ${Number.MAX_SAFE_INTEGER}. Write it as a string.`,
  );
}

function pathOf(levels: readonly Level[]): string {
  const parts = levels.map((level) =>
    'key' in level ? (JSON.parse(level.key ?? '""') as string) : String(level.index),
  );
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
