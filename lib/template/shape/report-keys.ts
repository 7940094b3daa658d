import type * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { ignoredKey, missingKey, unknownKey } from './diagnostics.ts';
import { suggest } from '../../diagnostics/suggest.ts';
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

/** Warns of keys that nobody reads. */
export function reportOthers(others: readonly YamlEntry[], shape: MappingShape, owner: Owner, report: Report): void {
  const allowed = Object.keys(shape.schema.shape);
  for (const { key } of others) {
    const spelling = spellingOf(key.value, shape);
    if (spelling?.kind === 'ignored') {
      report(ignoredKey, key.span, { key: key.value, owner: owner.name, advice: spelling.advice });
      continue;
    }
    const params = { key: key.value, owner: owner.name, allowed, suggest: suggest(key.value, allowed) };
    report(unknownKey, key.span, params);
  }
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
