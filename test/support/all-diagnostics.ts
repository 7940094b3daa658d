import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DiagnosticKind } from '../../lib/diagnostics/diagnostic-kind.ts';
import type { Rule } from '../../lib/template/rule.ts';
import { rules } from '../../lib/template/validate-template.ts';
import type { DocumentedKind } from '../../site/pages/diagnostics-page.ts';

const lib = resolve(import.meta.dirname, '../../lib');
/** How a kind of diagnostic begins, with its code, and before it perhaps its doc comment. */
const DEFINITION =
  /(\/\*\*(?:(?!\*\/)[^])*?\*\/\n)?export const \w+ = (?:defineDiagnostic|rule)\(\{\n\s+code: '([^']+)'/g;

/** Every kind of diagnostic, by code: rules in their own order, others as they stand in their files. */
export async function allDiagnostics(): Promise<ReadonlyMap<string, DocumentedKind>> {
  const found = new Map<string, DocumentedKind>();
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts'));
  for (const file of [...rules.map(({ kind }) => `template/rules/${kind.code}.ts`), ...files.sort()]) {
    const definitions = [...readFileSync(join(lib, file), 'utf8').matchAll(DEFINITION)];
    if (definitions.length === 0 || [...found.values()].some((other) => other.file === file)) continue;
    const exported = Object.values((await import(pathToFileURL(join(lib, file)).href)) as Record<string, unknown>);
    const kinds = exported.flatMap(kindOf);
    for (const [, comment = '', code = ''] of definitions) {
      const kind = kinds.find((each) => each.code === code);
      if (kind === undefined) throw new Error(`lib/${file} does not export the diagnostic "${code}".`);
      const other = found.get(code);
      if (other !== undefined) throw new Error(`The code "${code}" stands in lib/${other.file} and in lib/${file}.`);
      found.set(code, { kind, file, comment: comment.trim() });
    }
  }
  return found;
}

function kindOf(value: unknown): readonly DiagnosticKind<never>[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('code' in value && 'message' in value) return [value as DiagnosticKind<never>];
  return 'kind' in value && 'check' in value ? [(value as Rule).kind] : [];
}
