import { readFileSync } from 'node:fs';
import { canonicalCallable } from '../contract/callable.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { fileStart, type Span } from '../diagnostics/source.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { TaskTemplate } from '../template/task-template.ts';
import { handlerBuildFailed, handlerConflict, handlerNotFound, noHandlersFolder } from './diagnostics.ts';
import { computedName, type HandlerProblem, type Place } from './handler-problem.ts';

/** What is wrong with a folder of handlers, each at the place where it is to be put right. */
export function diagnoseHandlers(
  problems: readonly HandlerProblem[],
  template: TaskTemplate,
  dir: string,
): readonly Diagnostic[] {
  return problems.map((problem): Diagnostic => {
    switch (problem.kind) {
      case 'folder-missing':
        return makeDiagnostic(noHandlersFolder, fileStart({ path: dir, text: '' }), { dir });
      case 'not-found': {
        const { callable, available } = problem;
        const suggestion = suggest(callable, available);
        return makeDiagnostic(handlerNotFound, callableSpan(template, callable), {
          callable,
          dir,
          available,
          ...(suggestion !== undefined && { suggest: suggestion }),
        });
      }
      case 'conflict': {
        const { callable, first, second } = problem;
        const related = [{ message: 'The other one stands here.', span: spanAt(first) }];
        const params = { callable, first: first.file, second: second.file };
        return makeDiagnostic(handlerConflict, spanAt(second), params, related);
      }
      case 'name-not-literal': {
        const reason = computedName(problem.handler);
        return makeDiagnostic(handlerBuildFailed, spanAt(problem.place), { file: problem.place.file, reason });
      }
      case 'build-failed': {
        const { place, reason } = problem;
        return makeDiagnostic(handlerBuildFailed, spanAt(place), { file: place.file, reason });
      }
    }
  });
}

/** The first place in the template that names a callable. */
function callableSpan(template: TaskTemplate, callable: string): Span {
  const canonical = canonicalCallable(callable);
  const step = template.steps.find(({ handler }) => canonicalCallable(handler.callable.value) === canonical);
  return step?.handler.callable.span ?? template.name.span;
}

function spanAt({ file: path, line, column }: Place): Span {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const word = /^[\w$]+/.exec(text.slice(start))?.[0].length ?? 1;
  return { file: { path, text }, start, end: start + word };
}
