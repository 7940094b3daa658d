import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { functionName } from '../function-name.ts';
import type {
  FoundEventClasses,
  FoundHandlers,
  HandlerLocation,
  PublisherLocation,
  SubscriberLocation,
} from '../handler-location.ts';
import type { SourceProblem } from '../source-problem.ts';
import { moduleNamesOf } from './module-roots.ts';
import { OLDEST_PYTHON, type ReadDeclaration, type ReadFile, runPython } from './run-python.ts';

/** Words without which a file declares nothing that we look for: Python is not started for others. */
const STEPS = /handler_name|Handler\s*[,)]|step_handler|decision_handler|batch_analyzer|batch_worker|api_handler/;
const EVENTS = /publisher_name|subscribes_to/;
const FUNCTION = /^(?:\s*)def handler\(/m;

/**
 * The step handlers in Python files: classes with a `handler_name`, and functions that `@step_handler` or a sibling decorates. Classes are
 * also found as `module.Class`, as Tasker's resolver for classes finds them.
 */
export function findHandlers(files: readonly string[], dir: string): FoundHandlers {
  const { read, problems } = readFiles(files, STEPS);
  const found: { handlers: HandlerLocation[]; problems: SourceProblem[] } = { handlers: [], problems: [...problems] };
  for (const [file, { found: declared = [] }] of read) {
    for (const each of declared) {
      if (each.kind !== 'class' && each.kind !== 'function') continue;
      if (typeof each.name !== 'string') {
        found.problems.push(computedName(file, each));
        continue;
      }
      const location = { language: 'python', file, exportName: each.export } as const;
      if (each.kind === 'function') {
        found.handlers.push({ name: each.name, ...location, isDefined: true });
        continue;
      }
      const [first = '', ...others] = moduleNamesOf(file, dir).map((module) => `${module}.${each.export}`);
      if (each.name === '') found.handlers.push({ name: first, ...location, alsoNamed: others });
      else found.handlers.push({ name: each.name, ...location, alsoNamed: [first, ...others] });
    }
  }
  return found;
}

/** The plain Lambda functions in Python files: modules with a function `handler`. */
export function findFunctions(files: readonly string[]): FoundHandlers {
  const { read, problems } = readFiles(files, FUNCTION);
  const handlers = [...read]
    .filter(([, module]) => module.function === true)
    .map(([file]): HandlerLocation => ({
      name: functionName(file),
      language: 'python',
      file,
      exportName: 'handler',
      isFunction: true,
    }));
  return { handlers, problems };
}

/** The publishers and subscribers in Python files: classes with a `publisher_name`, and those with `subscribes_to`. */
export function findEventClasses(files: readonly string[]): FoundEventClasses {
  const { read, problems } = readFiles(files, EVENTS);
  const publishers: PublisherLocation[] = [];
  const subscribers: SubscriberLocation[] = [];
  const wrong: SourceProblem[] = [...problems];
  for (const [file, { found = [] }] of read) {
    for (const each of found) {
      const location = { language: 'python', file, exportName: each.export } as const;
      if (each.kind === 'subscriber')
        subscribers.push({ ...location, ...(each.patterns && { patterns: each.patterns }) });
      if (each.kind !== 'publisher') continue;
      if (typeof each.name === 'string') publishers.push({ ...location, name: each.name });
      else wrong.push(computedName(file, each));
    }
  }
  return { publishers, subscribers, problems: wrong };
}

/** Reads those files that may declare something. */
function readFiles(
  files: readonly string[],
  word: RegExp,
): { readonly read: readonly (readonly [string, ReadFile])[]; readonly problems: readonly SourceProblem[] } {
  const own = files.filter((file) => word.test(readFileSync(file, 'utf8')));
  const [first] = own;
  if (first === undefined) return { read: [], problems: [] };
  const answer = runPython({ find: own }, dirname(first));
  if ('missing' in answer) return { read: [], problems: [missingPython(first, answer.missing)] };
  const read = own.map((file, index) => [file, answer.files?.[index] ?? {}] as const);
  const problems = read.flatMap(([file, { problem }]): SourceProblem[] => {
    if (problem === undefined) return [];
    const { reason, line, column } = problem;
    return [{ kind: 'build-failed', reason, location: { file, line, column } }];
  });
  return { read, problems };
}

/** The interpreter is not there that a file needs. */
export function missingPython(file: string, reason: string): SourceProblem {
  return {
    kind: 'interpreter-missing',
    needs: `Python ${OLDEST_PYTHON} or later`,
    reason,
    location: { file, line: 1, column: 1 },
  };
}

function computedName(file: string, { export: handler, line, column }: ReadDeclaration): SourceProblem {
  return { kind: 'name-not-literal', handler, location: { file, line, column } };
}
