import type { Report } from '../../diagnostics/report.ts';
import { conflictingKeys, legacyKey } from './diagnostics.ts';
import { asYaml } from '../../diagnostics/wording.ts';
import type { YamlEntry, YamlMapping } from '../yaml/yaml-node.ts';
import type { MappingShape, Owner, Spelling } from './mapping-shape.ts';

/** The entries of a mapping: those of known keys, under their canonical names, and all others. */
export interface SortedKeys {
  readonly known: ReadonlyMap<string, YamlEntry>;
  readonly others: readonly YamlEntry[];
}

/** Tells known keys from others, and reports known ones that are written in a way to avoid. */
export function sortKeys(mapping: YamlMapping, shape: MappingShape, owner: Owner, report: Report): SortedKeys {
  const known = new Map<string, YamlEntry>();
  const others: YamlEntry[] = [];
  for (const entry of mapping.entries.values()) {
    const key = canonicalKey(entry.key.value, shape);
    if (key === undefined) others.push(entry);
    else known.set(key, prefer(key, entry, known.get(key), owner, report));
  }
  for (const [key, entry] of known) {
    const spelling = spellingOf(entry.key.value, shape);
    if (spelling?.kind === 'legacy') known.set(key, readLegacy(key, entry, spelling, report));
  }
  return { known, others };
}

export function spellingOf(key: string, shape: MappingShape): Spelling | undefined {
  return shape.spellings !== undefined && Object.hasOwn(shape.spellings, key) ? shape.spellings[key] : undefined;
}

function canonicalKey(written: string, { schema, spellings = {} }: MappingShape): string | undefined {
  if (Object.hasOwn(schema.shape, written)) return written;
  const spelling = Object.hasOwn(spellings, written) ? spellings[written] : undefined;
  return spelling?.kind === 'ignored' ? undefined : spelling?.of;
}

/** Of two spellings of one key, which is an error, goes on with the canonical one. */
function prefer(key: string, entry: YamlEntry, rival: YamlEntry | undefined, owner: Owner, report: Report): YamlEntry {
  if (rival === undefined) return entry;
  const [first, second] = rival.key.value === key ? [rival, entry] : [entry, rival];
  report(conflictingKeys, entry.key.span, { first: first.key.value, second: second.key.value, owner: owner.name }, [
    { message: 'The other one is here.', span: rival.key.span },
  ]);
  return first;
}

function readLegacy(
  key: string,
  entry: YamlEntry,
  { seconds }: Spelling & { kind: 'legacy' },
  report: Report,
): YamlEntry {
  const written = entry.value.kind === 'scalar' ? entry.value.value : undefined;
  const milliseconds = seconds && typeof written === 'number' ? Math.round(written * 1000) : undefined;
  const write = `${key}: ${asYaml(seconds ? milliseconds : written)}`;
  report(legacyKey, entry.key.span, { key: entry.key.value, instead: key, write });
  if (milliseconds === undefined) return entry;
  const { span } = entry.value;
  return { key: { value: key, span: entry.key.span }, value: { kind: 'scalar', value: milliseconds, span } };
}
