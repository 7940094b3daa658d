import * as z from 'zod';
import type { Report } from '../../diagnostics/report.ts';
import { emptyValue } from './diagnostics.ts';
import { toData, type YamlEntry, type YamlMapping } from '../yaml/yaml-node.ts';
import type { MappingShape, Owner, Reading } from './mapping-shape.ts';
import { reportIssues } from './report-issues.ts';
import { reportMissing, reportOthers } from './report-keys.ts';
import { innermost } from './schemas.ts';
import { sortKeys } from './sort-keys.ts';

/** Reads a mapping by its shape. A bad key costs that key alone: all other values are still there. */
export function readMapping<S extends z.ZodObject>(
  mapping: YamlMapping,
  shape: MappingShape<S>,
  owner: Owner,
  report: Report,
): Reading<S> {
  const { known, others } = sortKeys(mapping, shape, owner, report);
  const { missing, misspelt } = reportMissing(known, others, shape, owner, report);
  const unknown = others.filter((entry) => !misspelt.has(entry));
  const meant = shape.open ? [] : reportOthers(unknown, shape, owner, report);

  const entries = new Map<string, YamlEntry>();
  const damaged = new Set([...missing, ...meant]);
  const values: Record<string, unknown> = {};
  for (const [key, entry] of known) {
    const schema = shape.schema.shape[key] as z.ZodType;
    if (isLeftEmpty(entry, schema, report)) continue;
    entries.set(key, entry);
    const misused = shape.misuses?.[key]?.(entry, report) ?? false;
    const { data, error } = schema.safeParse(toData(entry.value));
    if (misused || error !== undefined) damaged.add(key);
    else values[key] = data;
    if (!misused && error !== undefined) reportIssues(entry, schema, error.issues, report);
  }
  return { values: values as Reading<S>['values'], entries, damaged };
}

/** Whether a key has no value and may do without; a list or mapping without one gets a warning, as Tasker refuses it. */
function isLeftEmpty({ key, value }: YamlEntry, schema: z.ZodType, report: Report): boolean {
  if (value.kind !== 'scalar' || value.value !== null) return false;
  if (schema.safeParse(null).success) return true;
  const inner = innermost(schema);
  const meaning = inner instanceof z.ZodArray ? '[]' : inner instanceof z.ZodRecord ? '{}' : undefined;
  if (meaning === undefined || !schema.safeParse(undefined).success) return false;
  report(emptyValue, key.span, { key: key.value, meaning });
  return true;
}
