import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import type { Span } from '../diagnostics/source.ts';
import type { SourceLocation, SourceProblem } from '../languages/index.ts';
import { computedName, handlerBuildFailed, nativeModule } from './diagnostics.ts';

/** How the path of a source file is shown. */
type ShowPath = (file: string) => string;

/** What is wrong with the sources of handlers, each at the place where it is to be put right. */
export function diagnoseSources(problems: readonly SourceProblem[], shown: ShowPath): readonly Diagnostic[] {
  return problems.map((problem): Diagnostic => {
    const { location } = problem;
    const file = shown(location.file);
    switch (problem.kind) {
      case 'name-not-literal': {
        const reason = `the name of "${problem.handler}" is computed, but must be a plain string.`;
        return makeDiagnostic(handlerBuildFailed, spanAt(location, shown), { file, reason });
      }
      case 'native-module':
        return makeDiagnostic(nativeModule, spanAt(location, shown), { name: packageOf(location.file) ?? file });
      case 'computed-name':
        return makeDiagnostic(computedName, spanAt(location, shown), { name: packageOf(location.file) ?? file });
      case 'build-failed':
        return makeDiagnostic(handlerBuildFailed, spanAt(location, shown), { file, reason: problem.reason });
    }
  });
}

/** The package that a file belongs to, if it is of a package. */
function packageOf(file: string): string | undefined {
  return file
    .split(/[\\/]node_modules[\\/]/)
    .slice(1)
    .at(-1)
    ?.match(/^(?:@[^\\/]+[\\/])?[^\\/]+/)?.[0];
}

/** The word at a place in a source file. */
export function spanAt({ file, line, column }: SourceLocation, shown: ShowPath): Span {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const word = /^[\w$]+/.exec(text.slice(start))?.[0].length ?? 1;
  return { file: { path: shown(file), text }, start, end: start + word };
}
