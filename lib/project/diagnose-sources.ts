import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { fileStart, type Span } from '../diagnostics/source.ts';
import { listOf } from '../diagnostics/wording.ts';
import type { SourceLocation, SourceProblem } from '../languages/index.ts';
import {
  computedName,
  fileNotFound,
  handlerBuildFailed,
  interpreterNotFound,
  moduleNotRequired,
  nativeModule,
  packageNotInstalled,
  packageUnfit,
  requirementsFailed,
} from './diagnostics.ts';

/** How the path of a source file is shown. */
type ShowPath = (file: string) => string;

/** What is wrong with the sources of the handlers in a folder, each at the place where it is to be put right. */
export function diagnoseSources(
  problems: readonly SourceProblem[],
  dir: string,
  shown: ShowPath,
): readonly Diagnostic[] {
  const folder = fileStart({ path: dir, text: '' });
  return problems.map((problem): Diagnostic => {
    switch (problem.kind) {
      case 'package-missing':
        return makeDiagnostic(packageNotInstalled, folder, { ...problem, from: shown(problem.from) || '.' });
      case 'package-elsewhere': {
        const { name, os, cpu } = problem;
        const fix = `Run "npm install --os=${os} --cpu=${cpu} ${name}".`;
        return makeDiagnostic(packageUnfit, folder, {
          name,
          reason: `is installed for another system than ${os} on ${cpu}`,
          fix,
        });
      }
      case 'package-twice': {
        const { name, versions } = problem;
        const fix = 'Bundle one of the packages that need it.';
        return makeDiagnostic(packageUnfit, folder, {
          name,
          reason: `is needed in the versions ${listOf(versions, 'and')}`,
          fix,
        });
      }
      case 'file-missing':
        return makeDiagnostic(fileNotFound, folder, { path: join(dir, problem.path) });
      case 'requirements-failed':
        return makeDiagnostic(requirementsFailed, fileStart({ path: shown(problem.file), text: '' }), {
          file: shown(problem.file),
          reason: problem.reason,
        });
      default:
        return diagnoseSource(problem, shown);
    }
  });
}

function diagnoseSource(problem: Extract<SourceProblem, { location: SourceLocation }>, shown: ShowPath): Diagnostic {
  const { location } = problem;
  const file = shown(location.file);
  switch (problem.kind) {
    case 'name-not-literal': {
      const reason = `the name of "${problem.handler}" is computed, but must be a plain string.`;
      return makeDiagnostic(handlerBuildFailed, spanAt(location, shown), { file, reason });
    }
    case 'interpreter-missing': {
      const { needs, reason } = problem;
      return makeDiagnostic(interpreterNotFound, spanAt(location, shown), { file, needs, reason });
    }
    case 'module-missing':
      return makeDiagnostic(moduleNotRequired, spanAt(location, shown), { name: problem.name, file });
    case 'native-module':
      return makeDiagnostic(nativeModule, spanAt(location, shown), { name: packageOf(location.file) ?? file });
    case 'computed-name':
      return makeDiagnostic(computedName, spanAt(location, shown), { name: packageOf(location.file) ?? file });
    case 'build-failed':
      return makeDiagnostic(handlerBuildFailed, spanAt(location, shown), { file, reason: problem.reason });
  }
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
