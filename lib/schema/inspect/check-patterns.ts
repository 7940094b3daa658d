import { isExponential } from '../pattern/is-exponential.ts';
import { compileLinear } from '../pattern/linear-pattern.ts';
import { isObject } from '../schema.ts';
import type { Part } from '../walk-schema.ts';
import { badPattern, slowPattern, unsafePattern } from './diagnostics.ts';
import type { SchemaPlace, SchemaReport } from './schema-report.ts';

/** Reports patterns that are none, that no linear matcher can be made of, and that are slow elsewhere. */
export function checkPatterns({ schema, path }: Part, report: SchemaReport): void {
  const { pattern, patternProperties } = schema;
  if (typeof pattern === 'string') checkPattern(pattern, { path: [...path, 'pattern'] }, report);
  if (!isObject(patternProperties)) return;
  for (const name of Object.keys(patternProperties)) {
    checkPattern(name, { path: [...path, 'patternProperties', name], atKey: true }, report);
  }
}

function checkPattern(pattern: string, place: SchemaPlace, report: SchemaReport): void {
  try {
    compileLinear(pattern);
  } catch (error) {
    const kind = error instanceof SyntaxError ? badPattern : unsafePattern;
    report(kind, place, { pattern, reason: (error as Error).message });
    return;
  }
  if (isExponential(pattern)) report(slowPattern, place, { pattern });
}
