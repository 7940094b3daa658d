import type { JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import type { Intrinsic } from './intrinsic.ts';
import { ArgumentError, ordinal, stringArgument } from './intrinsic.ts';
import { parseData, printData } from '../../base/json-text.ts';

/** The functions on strings and JSON. */
export const textIntrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Format': {
    arity: [1, Infinity],
    run: (args) => format(stringArgument(args, 0), args.slice(1)),
  },
  'States.StringSplit': {
    arity: [2, 2],
    run: (args) => split(stringArgument(args, 0), stringArgument(args, 1)),
  },
  'States.StringToJson': {
    arity: [1, 1],
    run: (args) => {
      const text = stringArgument(args, 0);
      if (text.trim() === '') return null;
      try {
        return parseData(text);
      } catch {
        throw new ArgumentError('The first argument is not JSON.');
      }
    },
  },
  'States.JsonToString': {
    arity: [1, 1],
    run: ([value]) => printData(value ?? null),
  },
  'States.JsonMerge': {
    arity: [3, 3],
    run: ([left, right, deep]) => {
      if (!isObject(left)) throw new ArgumentError('The first argument must be an object.');
      if (!isObject(right)) throw new ArgumentError('The second argument must be an object.');
      if (deep !== false)
        throw new ArgumentError('The third argument must be false: only shallow merging is supported.');
      return { ...left, ...right };
    },
  },
};

/** Fills the `{}` of a template; a backslash before a brace or another backslash takes it as it is. */
function format(template: string, values: readonly JsonValue[]): string {
  let used = 0;
  const text = template.replace(/\\([\\{}'])|\{\}|[{}]/g, (part: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (part !== '{}')
      throw new ArgumentError(`The template has a "${part}" without its partner; escape it as "\\${part}".`);
    const value = values[used];
    used += 1;
    if (value === undefined) return part;
    return formatValue(value, used);
  });
  if (used !== values.length) {
    throw new ArgumentError('number of arguments do not match the occurrences of {} in the template');
  }
  return text;
}

function formatValue(value: JsonValue, index: number): string {
  if (isArray(value) || isObject(value)) {
    throw new ArgumentError(`The ${ordinal(index)} argument must be a string, a number, a boolean or null.`);
  }
  // A number with a text of its own gives it.
  return typeof value === 'string' ? value : String(value);
}

/** Splits at every character of `delimiters`. */
function split(text: string, delimiters: string): readonly string[] {
  const ends = new Set(delimiters);
  const parts: string[] = [];
  let part = '';
  for (const char of text) {
    if (!ends.has(char)) {
      part += char;
      continue;
    }
    if (part !== '') parts.push(part);
    part = '';
  }
  if (part !== '') parts.push(part);
  return parts;
}
