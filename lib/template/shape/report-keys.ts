import type * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { ignoredKey, misspeltKey, missingKey, unknownKey } from './diagnostics.ts';
import { isMisspelling, suggest } from '../../diagnostics/suggest.ts';
import type { YamlEntry } from '../yaml/yaml-node.ts';
import type { MappingShape, Owner } from './mapping-shape.ts';
import { spellingOf } from './sort-keys.ts';

/**
 * Reports required keys that are missing. Where an unknown key was probably meant to be one, that is the one mistake to
 * report; it is returned as misspelt.
 */
export function reportMissing(
  known: ReadonlyMap<string, YamlEntry>,
  others: readonly YamlEntry[],
  shape: MappingShape,
  owner: Owner,
  report: Report,
): { readonly missing: readonly string[]; readonly misspelt: ReadonlySet<YamlEntry> } {
  const misspelt = new Set<YamlEntry>();
  const missing = Object.keys(shape.schema.shape).filter((key) => !known.has(key) && !isOptional(key, shape));
  for (const key of missing) {
    const meant = others.find((entry) => meantKey(entry, missing, shape) === key);
    if (meant !== undefined) misspelt.add(meant);
    const example = schemaOf(key, shape).meta()?.['example'];
    const params = { key, owner: owner.name, found: meant?.key.value };
    report(missingKey, meant?.key.span ?? owner.span, typeof example === 'string' ? { ...params, example } : params);
  }
  return { missing, misspelt };
}

/**
 * Reports keys that nobody reads: one that was meant to be a key that counts would be missed without a word. Returns
 * the keys that were meant.
 */
export function reportOthers(
  others: readonly YamlEntry[],
  shape: MappingShape,
  owner: Owner,
  report: Report,
): readonly string[] {
  const misspelt: string[] = [];
  const allowed = Object.keys(shape.schema.shape);
  for (const { key } of others) {
    const spelling = spellingOf(key.value, shape);
    if (spelling?.kind === 'ignored') {
      report(ignoredKey, key.span, { key: key.value, owner: owner.name, advice: spelling.advice });
      continue;
    }
    const meant = effectiveKeys(shape).find((each) => isMisspelling(key.value, each));
    if (meant !== undefined) {
      report(misspeltKey, key.span, { key: key.value, owner: owner.name, meant });
      misspelt.push(spellingOf(meant, shape)?.of ?? meant);
      continue;
    }
    const params = { key: key.value, owner: owner.name, allowed, suggest: suggest(key.value, allowed) };
    report(unknownKey, key.span, params);
  }
  return misspelt;
}

/** Keys that change what a task does, in each spelling that is read. */
function effectiveKeys({ schema, spellings = {}, inert = [] }: MappingShape): readonly string[] {
  if (inert === 'all') return [];
  const read = Object.entries(spellings).flatMap(([key, spelling]) => (spelling.kind === 'alias' ? [key] : []));
  return [...Object.keys(schema.shape).filter((key) => !inert.includes(key)), ...read];
}

function meantKey({ key }: YamlEntry, missing: readonly string[], shape: MappingShape): string | undefined {
  const spelling = spellingOf(key.value, shape);
  return spelling === undefined ? suggest(key.value, missing) : spelling.of;
}

function isOptional(key: string, shape: MappingShape): boolean {
  return schemaOf(key, shape).safeParse(undefined).success;
}

function schemaOf(key: string, shape: MappingShape): z.ZodType {
  return shape.schema.shape[key] as z.ZodType;
}
