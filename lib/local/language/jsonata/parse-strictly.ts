import type { JsonValue } from '../../../json.ts';

/** Parses JSON, but not a text in which an object has a member twice, or a number that no 64 bits can hold. */
export function parseStrictly(text: string): JsonValue {
  const value = JSON.parse(text, (_key, member: JsonValue) => {
    if (typeof member === 'number' && !Number.isFinite(member)) throw new Error('A number is out of range.');
    return member;
  }) as JsonValue;
  const repeated = repeatedMember(text);
  if (repeated !== undefined) throw new Error(`Duplicate field '${repeated}'`);
  return value;
}

/** The name of a member that an object of the text has twice. The text is JSON, so its marks tell where members are. */
function repeatedMember(text: string): string | undefined {
  /** The members of the objects around, so far; of arrays nothing. */
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (mark === '{') open.push(new Set());
    else if (mark === '[') open.push(undefined);
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark !== ':') string = mark;
    else {
      const name = JSON.parse(string) as string;
      const members = open.at(-1);
      if (members?.has(name) === true) return name;
      members?.add(name);
    }
  }
  return undefined;
}
