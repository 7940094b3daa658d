import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggest } from '../../diagnostics/suggest.ts';
import { findPackageRoot } from '../../languages/index.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { readSections } from './read-sections.ts';

/** The page that explains every diagnostic; it comes with the package. */
const PAGE = 'docs/reference/diagnostics.md';

/** Prints what a diagnostic means, and how to mend it. */
export async function explain(code: string, { json }: { readonly json?: boolean }, io: CliIo): Promise<ExitCode> {
  const sections = readSections(readFileSync(join(findPackageRoot(), PAGE), 'utf8'));
  const section = sections.get(code);
  if (section === undefined) {
    const meant = suggest(code, sections.keys());
    throw new UsageError(
      `There is no diagnostic "${code}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} Messages show their code in brackets: error[unknown-dependency].`,
    );
  }
  if (json) printJson({ code, ...section }, io);
  else io.stdout.write(`${code}\n\n${section.text}\n`);
  return ExitCode.ok;
}
