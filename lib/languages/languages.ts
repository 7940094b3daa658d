import type { BundleRequest, BundledHandler, LanguageBundle } from './handler-bundle.ts';
import type { FoundEventClasses, FoundHandlers, FoundResolvers } from './handler-location.ts';
import type { HandlerLanguage } from './language.ts';
import { python } from './python/python.ts';
import { ruby } from './ruby/ruby.ts';
import type { SourceProblem } from './source-problem.ts';
import { typescript } from './typescript/typescript.ts';

/** All languages. Another one is a folder here, and its name in this list. */
const LANGUAGES: readonly HandlerLanguage[] = [typescript, python, ruby];

/** Folders that hold no handlers. */
export const notEntered: readonly string[] = LANGUAGES.flatMap((language) => language.notEntered);

/** Whether a file may hold handlers of any language, by its name: tests and declarations do not. */
export function isSource(name: string): boolean {
  return LANGUAGES.some((language) => language.isSource(name));
}

/**
 * The step handlers in source files of all languages. The code is read, not run.
 *
 * @param files Absolute paths.
 * @param dir The folder with all handlers.
 */
export function findHandlers(files: readonly string[], dir: string): FoundHandlers {
  return joinFound(ofEach(files, (language, own) => language.findHandlers(own, dir)));
}

/** The plain Lambda functions in source files of all languages. Each has the name of its file, or of its folder where the file's says nothing. */
export function findFunctions(files: readonly string[]): FoundHandlers {
  return joinFound(ofEach(files, (language, own) => language.findFunctions(own)));
}

/** The resolvers in source files of all languages. */
export function findResolvers(files: readonly string[]): FoundResolvers {
  const found = ofEach(files, (language, own) => language.findResolvers(own));
  return {
    resolvers: found.flatMap(({ resolvers }) => resolvers),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** The publishers and subscribers in source files of all languages. */
export function findEventClasses(files: readonly string[]): FoundEventClasses {
  const found = ofEach(files, (language, own) => language.findEventClasses(own));
  return {
    publishers: found.flatMap(({ publishers }) => publishers),
    subscribers: found.flatMap(({ subscribers }) => subscribers),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** Bundles step handlers for Lambda, those of each language in its own way. */
export function bundleHandlers(request: BundleRequest): LanguageBundle {
  const bundle = new Map<string, BundledHandler>();
  const problems: SourceProblem[] = [];
  for (const language of LANGUAGES) {
    const own = [...request.handlers].filter(([, { language: id }]) => id === language.id);
    if (own.length === 0) continue;
    const made = language.bundleHandlers({ ...request, handlers: new Map(own) });
    problems.push(...made.problems);
    for (const [callable, each] of made.bundle) bundle.set(callable, each);
  }
  return { bundle: inOrderOf(request.handlers, bundle), problems };
}

function ofEach<T>(files: readonly string[], find: (language: HandlerLanguage, own: readonly string[]) => T): T[] {
  return LANGUAGES.map((language) =>
    find(
      language,
      files.filter((file) => language.isSource(file)),
    ),
  );
}

function joinFound(found: readonly FoundHandlers[]): FoundHandlers {
  return {
    handlers: found.flatMap(({ handlers }) => handlers),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function inOrderOf(
  handlers: BundleRequest['handlers'],
  bundle: ReadonlyMap<string, BundledHandler>,
): ReadonlyMap<string, BundledHandler> {
  return new Map(
    [...handlers.keys()].flatMap((callable) =>
      bundle.has(callable) ? [[callable, bundle.get(callable)] as [string, BundledHandler]] : [],
    ),
  );
}
