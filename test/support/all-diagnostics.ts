import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DiagnosticKind } from '../../lib/diagnostics/diagnostic-kind.ts';
import type { Rule } from '../../lib/template/rule.ts';

const lib = resolve(import.meta.dirname, '../../lib');
/** How a kind of diagnostic begins, with its code. */
const DEFINITION = /(?:defineDiagnostic|rule)\(\{\n\s+code: '([^']+)'/g;

/** Every kind of diagnostic, by code, with the file in which it stands. */
export async function allDiagnostics(): Promise<
  ReadonlyMap<string, { readonly kind: DiagnosticKind<never>; readonly file: string }>
> {
  const found = new Map<string, { readonly kind: DiagnosticKind<never>; readonly file: string }>();
  for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts'))) {
    const codes = [...readFileSync(join(lib, file), 'utf8').matchAll(DEFINITION)].map(([, code = '']) => code);
    if (codes.length === 0) continue;
    const exported = Object.values((await import(pathToFileURL(join(lib, file)).href)) as Record<string, unknown>);
    const kinds = exported.flatMap(kindOf);
    for (const code of codes) {
      const kind = kinds.find((each) => each.code === code);
      if (kind === undefined) throw new Error(`lib/${file} does not export the diagnostic "${code}".`);
      const other = found.get(code);
      if (other !== undefined) throw new Error(`The code "${code}" stands in lib/${other.file} and in lib/${file}.`);
      found.set(code, { kind, file });
    }
  }
  return found;
}

function kindOf(value: unknown): readonly DiagnosticKind<never>[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('code' in value && 'message' in value) return [value as DiagnosticKind<never>];
  return 'kind' in value && 'check' in value ? [(value as Rule).kind] : [];
}
