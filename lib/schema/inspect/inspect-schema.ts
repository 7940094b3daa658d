import { draftOf } from '../draft.ts';
import type { Schema } from '../schema.ts';
import { walkSchema } from '../walk-schema.ts';
import { checkCompilation } from './check-compilation.ts';
import { checkForm } from './check-form.ts';
import { checkKeywords } from './check-keywords.ts';
import { checkPatterns } from './check-patterns.ts';
import { unknownDraft } from './diagnostics.ts';
import type { SchemaReport } from './schema-report.ts';

/** Reports all that is wrong with a schema, where it is. Without an error among it, `judgeOf` takes the schema. */
export function inspectSchema(schema: Schema, report: SchemaReport): void {
  const draft = draftOf(schema['$schema']);
  if (draft === undefined) {
    report(unknownDraft, { path: ['$schema'] }, { found: schema['$schema'] });
    return;
  }
  let isBroken = false;
  const note: SchemaReport = (kind, place, params) => {
    isBroken ||= kind.severity === 'error';
    report(kind, place, params);
  };
  const parts = [...walkSchema(schema)];
  for (const part of parts) {
    checkForm(part, draft, note);
    checkKeywords(part, draft, note);
    checkPatterns(part, note);
  }
  // A broken schema cannot be compiled, and why has been said.
  if (!isBroken) checkCompilation(schema, draft, parts, report);
}
