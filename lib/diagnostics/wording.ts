const LONGEST_VALUE = 60;
const LONGEST_PATH = 300;
const LONGEST_FOREIGN = 200;
const LONGEST_LIST = 16;

/** A value from a template as it appears in a message: in double quotes, escaped, and cut when it is long. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const characters = [...text.slice(0, 2 * (LONGEST_VALUE + 1))];
  const cut = characters.length > LONGEST_VALUE ? characters.slice(0, LONGEST_VALUE).join('') + '…' : text;
  return inQuotes(cut);
}

/** A path in a message: its end tells which file it is, so it is cut at its beginning, where it is very long. */
export function quotePath(path: string): string {
  const characters = [...path.slice(-2 * (LONGEST_PATH + 1))];
  return inQuotes(characters.length > LONGEST_PATH ? '…' + characters.slice(-LONGEST_PATH).join('') : path);
}

function inQuotes(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escapeCharacter);
}

/** A value as one would write it in YAML: as it is when it is plain, else in quotes; `…` when there is no telling. */
export function asYaml(value: string | number | boolean | null | undefined): string {
  if (value === undefined || value === null) return '…';
  const text = String(value);
  return typeof value !== 'string' || /^[A-Za-z_][\w.:]{0,59}$/.test(text) ? text : quote(text);
}

/** Text of another program, such as the YAML parser, cut when it is long and without control characters. */
export function foreign(text: string): string {
  const cut = text.length > LONGEST_FOREIGN ? `${text.slice(0, LONGEST_FOREIGN)}…` : text;
  return cut.replace(/[\p{Control}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

/** Values that are allowed, as a phrase: `"a", "b" or "c"`. A long list is cut. */
export function listOf(values: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  const quoted = values.slice(0, LONGEST_LIST).map(quote);
  if (values.length > LONGEST_LIST) return `${quoted.join(', ')} ${conjunction} ${values.length - LONGEST_LIST} others`;
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`;
}

/** A number of things: `1 step`, `2 steps`. */
export function count(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** A number with separators and at most three decimals: `1,048,576`. `toLocaleString` costs 10 ms of start-up. */
export function formatNumber(number: number): string {
  const [whole = '', decimals] = String(Number(number.toFixed(3))).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** The sentence that offers a likely name. */
export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `Did you mean ${quote(suggestion)}?`;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
