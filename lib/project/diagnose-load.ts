import { canonicalCallable } from '../contract/callable.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { firstOwnPlace, locateExport, type HandlerLocation } from '../languages/index.ts';
import type { TaskTemplate } from '../template/task-template.ts';
import { spanAt } from './diagnose-sources.ts';
import { handlerLoadFailed } from './diagnostics.ts';
import { showPath } from './find-handlers.ts';

/** What went wrong when a handler was loaded. */
export interface LoadFailure {
  /** The handler, as templates or the machine call it. */
  readonly callable: string;
  readonly handler: HandlerLocation;
  /** What was thrown. */
  readonly reason: string;
  /** The stack trace of that; empty where there is none. */
  readonly trace: readonly string[];
}

/**
 * Handlers whose code fails while it is loaded: each at the project's own line that failed, or else where the handler is declared. A line
 * that fails for several of them, which import it, is told once.
 *
 * @param project The folder with the handlers, and the one from which relative paths start.
 */
export function diagnoseLoads(
  failures: readonly LoadFailure[],
  { steps }: TaskTemplate,
  project: { readonly dir: string; readonly from: string },
): readonly Diagnostic[] {
  const byPlace = new Map<string, LoadFailure[]>();
  for (const failure of failures) {
    const { file, line, column } = placeOf(failure);
    const key = `${file}:${String(line)}:${String(column)} ${failure.reason}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), failure]);
  }
  return [...byPlace.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const failed = new Set(alike.map(({ callable }) => canonicalCallable(callable)));
    const callers = steps.filter(({ handler }) => failed.has(canonicalCallable(handler.callable.value)));
    const related = callers.map(({ name, handler }) => ({
      message: `The step "${name.value}" calls it.`,
      span: handler.callable.span,
    }));
    const span = spanAt(placeOf(first), (file) => showPath(file, project.dir, project.from));
    const callables = [...new Set(callers.map(({ handler }) => handler.callable.value))];
    return [makeDiagnostic(handlerLoadFailed, span, { callables, reason: first.reason }, related.slice(0, 1))];
  });

  function placeOf({ trace, handler }: LoadFailure) {
    return firstOwnPlace(trace, project.from) ?? locateExport(handler);
  }
}
