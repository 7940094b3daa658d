import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import { hasErrors } from '../../diagnostics/outcome.ts';
import { fileStart } from '../../diagnostics/source.ts';
import { validateDefinition } from '../../local/index.ts';
import type { DefinitionFile } from './definition-file.ts';
import { doubtfulDefinition, invalidDefinition, leftPlaceholder, noSubstitution } from './diagnostics.ts';
import { locatorOf } from './locate.ts';
import { placeholdersIn } from './substitute.ts';

/** What Step Functions has against a machine, each mistake at its place in the file. */
export function judgeDefinition(
  { source, json }: DefinitionFile,
  type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
): readonly Diagnostic[] {
  const placeOf = locatorOf(source);
  const problems = validateDefinition(json, type);
  // A placeholder outside of a text keeps the file from being JSON, and nothing from being deployed.
  const isBroken = problems.some(({ code }) => code === 'INVALID_JSON_DESCRIPTION');
  const left = isBroken ? placeholdersIn(json.replace(/"(?:[^"\\\n]|\\.)*"/g, '')) : [];
  if (left.length > 0) return [makeDiagnostic(noSubstitution, fileStart(source), { names: left })];
  return problems.map(({ severity, code, message, location }) => {
    const kind = severity === 'ERROR' ? invalidDefinition : doubtfulDefinition;
    const reason = /[.!?]$/.test(message) ? message : `${message}.`;
    return makeDiagnostic(kind, placeOf(location), { code, reason });
  });
}

/** What stands against a run of a machine, and which placeholders are left in it: it runs with them as they stand. */
export function judgeForRun(file: DefinitionFile, type?: 'STANDARD' | 'EXPRESS'): readonly Diagnostic[] {
  const judged = judgeDefinition(file, type);
  const names = placeholdersIn(file.json);
  if (names.length === 0 || hasErrors(judged)) return judged;
  return [...judged, makeDiagnostic(leftPlaceholder, fileStart(file.source), { names })];
}
