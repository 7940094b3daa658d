import type { Draft } from '../draft.ts';
import { judgeOf } from '../judge.ts';
import type { Path, Schema } from '../schema.ts';
import type { Part } from '../walk-schema.ts';
import { badSchema, unresolvedReference } from './diagnostics.ts';
import type { SchemaReport } from './schema-report.ts';

const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];
const NAMES = ['$id', 'id', '$anchor', '$dynamicAnchor'];
/** A schema that never comes to an end does so at one of these. */
const ONE_OF_EACH: readonly unknown[] = [{}, [], '', 0, true, null];
/** So many names and references are suspected when a schema cannot be compiled for another reason. */
const MOST_SUSPECTS = 50;

/** Reports what only compiling brings to light: references that lead nowhere, or round in a circle, and clashing names. */
export function checkCompilation(schema: Schema, draft: Draft, parts: readonly Part[], report: SchemaReport): void {
  const references = parts.flatMap((part) => textsAt(REFERENCES, part));
  let rest = schema;
  for (let reason = reasonAgainst(rest); reason !== undefined; reason = reasonAgainst(rest)) {
    const missing = references.filter(({ text, path }) => isMissing(text, reason ?? '') && isAt(rest, path));
    if (missing.length === 0) {
      report(badSchema, { path: culpritOf(rest, parts) }, { draft, reason: `cannot be compiled: ${reason}` });
      return;
    }
    for (const { text, path } of missing) report(unresolvedReference, { path }, { reference: text });
    rest = missing.reduce((left, { path }) => without(left, path), rest);
  }
  const judge = judgeOf(rest);
  if (ONE_OF_EACH.some((value) => judge(value).isEndless)) {
    report(badSchema, { path: [] }, { draft, reason: 'refers to itself for one and the same value' });
  }
}

/** Why a schema cannot be compiled, in the words of the library; nothing when it can. */
function reasonAgainst(schema: Schema): string | undefined {
  try {
    judgeOf(schema);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Ajv tells a reference that leads nowhere by this text. */
function isMissing(reference: string, reason: string): boolean {
  return reason.startsWith(`can't resolve reference ${reference} from id`);
}

/** The name or reference without which the schema could be compiled; the top of the schema when there is none. */
function culpritOf(schema: Schema, parts: readonly Part[]): Path {
  const suspects = parts.flatMap((part) => textsAt([...REFERENCES, ...NAMES], part)).slice(-MOST_SUSPECTS);
  return suspects.findLast(({ path }) => reasonAgainst(without(schema, path)) === undefined)?.path ?? [];
}

interface Text {
  readonly text: string;
  readonly path: Path;
}

function textsAt(keywords: readonly string[], { schema, path }: Part): readonly Text[] {
  return keywords.flatMap((keyword) => {
    const text = schema[keyword];
    return typeof text === 'string' ? [{ text, path: [...path, keyword] }] : [];
  });
}

function isAt(value: unknown, [first, ...rest]: Path): boolean {
  if (first === undefined) return true;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return false;
  return isAt((value as Readonly<Record<string | number, unknown>>)[first], rest);
}

/** A copy of a value that lacks the property at the end of a path. */
function without<T>(value: T, [first, ...rest]: Path): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) => (index === first ? without(each, rest) : each)) as T;
  }
  const entries = Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    if (key !== first) return [[key, each] as const];
    return rest.length === 0 ? [] : [[key, without(each, rest)] as const];
  });
  return Object.fromEntries(entries) as T;
}
