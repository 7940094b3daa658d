import { portablePattern } from './pattern/print-portable.ts';
import { isObject } from './schema.ts';
import { walkSchema } from './walk-schema.ts';

/** The patterns of a schema, each with words that Python and Ruby understand as JavaScript does the pattern. */
export function portablePatterns(schema: unknown): Readonly<Record<string, string>> {
  const patterns = [...walkSchema(schema)].flatMap(({ schema: { pattern, patternProperties } }) => [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...(isObject(patternProperties) ? Object.keys(patternProperties) : []),
  ]);
  return Object.fromEntries([...new Set(patterns)].map((pattern) => [pattern, portablePattern(pattern)]));
}
