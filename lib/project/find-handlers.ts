import { join, relative, resolve } from 'node:path';
import { canonicalCallable } from '../contract/callable.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import { fileStart } from '../diagnostics/source.ts';
import {
  findFunctions as findFunctionsInSources,
  findHandlers as findInSources,
  isSource,
  locateExport,
  notEntered,
} from '../languages/index.ts';
import type { HandlerLocation } from '../languages/index.ts';
import { handlerConflict, noHandlersFolder } from './diagnostics.ts';
import { diagnoseSources, spanAt } from './diagnose-sources.ts';
import { readTextFile } from './read-text-file.ts';
import { isFolder } from './is-folder.ts';
import { walkFolder } from './walk-folder.ts';

/** The handlers of a folder, by their canonical names. */
export type Handlers = ReadonlyMap<string, HandlerLocation>;

/**
 * Finds the step handlers in a folder and those below it. Their code is read, not run; what stands in the way of reading it
 * is a diagnostic, and so are two handlers of one name.
 *
 * @param from The folder from which a relative path starts.
 */
export function findHandlers(dir: string, from: string): Outcome<Handlers> {
  return findIn(dir, from, findInSources, canonicalCallable);
}

/** Finds the plain Lambda functions in a folder and those below it: modules that export `handler`, by their names. */
export function findFunctions(dir: string, from: string): Outcome<Handlers> {
  return findIn(dir, from, findFunctionsInSources, (name) => name);
}

function findIn(
  dir: string,
  from: string,
  find: typeof findInSources,
  canonical: (name: string) => string,
): Outcome<Handlers> {
  const missing = missingFolder(dir, from);
  if (missing !== undefined) return { diagnostics: [missing] };
  const walked = walkFolder(dir, from, { isWanted: isSource, skips: notEntered });
  const unreadable = [...walked.diagnostics, ...walked.files.flatMap((file) => readTextFile(file, from).diagnostics)];
  if (hasErrors(unreadable)) return { diagnostics: unreadable };

  const shown = (file: string) => showPath(file, dir, from);
  const { handlers, problems } = find(
    walked.files.map((file) => resolve(from, file)),
    resolve(from, dir),
  );
  const diagnostics: Diagnostic[] = [...diagnoseSources(problems, dir, shown)];
  const byName = new Map<string, HandlerLocation>();
  for (const handler of handlers) {
    const callable = canonical(handler.name);
    const first = byName.get(callable);
    if (first === undefined) byName.set(callable, handler);
    else diagnostics.push(conflict(first, handler, shown));
  }
  // A name of its own comes first.
  for (const handler of handlers) {
    for (const name of handler.alsoNamed ?? []) if (!byName.has(canonical(name))) byName.set(canonical(name), handler);
  }
  return hasErrors(diagnostics) ? { diagnostics } : { value: byName, diagnostics };
}

function missingFolder(dir: string, from: string): Diagnostic | undefined {
  return isFolder(dir, from)
    ? undefined
    : makeDiagnostic(noHandlersFolder, fileStart({ path: dir, text: '' }), { dir });
}

/** A file as the user sees it: below the folder as it was written, or else from where relative paths start. */
export function showPath(file: string, dir: string, from: string): string {
  const inside = relative(resolve(from, dir), file);
  return inside.startsWith('..') ? relative(from, file) : join(dir, inside);
}

function conflict(first: HandlerLocation, second: HandlerLocation, shown: (file: string) => string): Diagnostic {
  const related = [{ message: 'The other one stands here.', span: spanAt(locateExport(first), shown) }];
  const params = { callable: second.name, first: shown(first.file), second: shown(second.file) };
  return makeDiagnostic(handlerConflict, spanAt(locateExport(second), shown), params, related);
}
