import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { canonicalCallable } from '../contract/callable.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import { suggest } from '../diagnostics/suggest.ts';
import {
  findInPackage,
  findResolvers,
  type HandlerLocation,
  isSource,
  isTypeScript,
  notEntered,
  packageOf,
  type ResolverLocation,
} from '../languages/index.ts';
import type { TaskTemplate } from '../template/task-template.ts';
import { diagnoseSources } from './diagnose-sources.ts';
import { handlerNotFound, resolverConflict, resolverNotFound } from './diagnostics.ts';
import { type Handlers, showPath } from './find-handlers.ts';
import { readTextFile } from './read-text-file.ts';
import { walkFolder } from './walk-folder.ts';

type HandlerNaming = TaskTemplate['steps'][number]['handler'];

/** The resolvers that every worker of Tasker has. Both find handlers by the names that they have in the handlers' folder. */
const STANDARD: readonly string[] = ['explicit_mapping', 'class_lookup', 'class_constant'];

/** Where the handlers are, and the folder from which a relative path starts. */
export interface HandlersPlace {
  readonly dir: string;
  readonly from: string;
}

/**
 * Who does the work of steps, by the canonical names of callables: a handler by its name or by its file, or else a resolver of the
 * project. A step may name the resolver; else one takes the callable that has no handler.
 *
 * @param found All handlers of the folder, by their names.
 */
export function resolveHandlers(
  templates: readonly Pick<TaskTemplate, 'steps'>[],
  isWanted: (callable: string) => boolean,
  found: Handlers,
  place: HandlersPlace,
): Outcome<Handlers> {
  const { find, resolvers } = handlerFinder(found, place);
  const resolved = new Map<string, HandlerLocation>();
  const first = new Map<string, HandlerNaming>();
  const diagnostics: Diagnostic[] = [];
  let read: ReturnType<typeof readTexts> | undefined;
  const texts = () => (read ??= readTexts(place));
  for (const { handler } of templates.flatMap(({ steps }) => steps)) {
    const callable = canonicalCallable(handler.callable.value);
    if (!isWanted(callable)) continue;
    const before = first.get(callable);
    if (before === undefined) {
      first.set(callable, handler);
      const location = find(handler);
      if (location !== undefined) resolved.set(callable, location);
      else
        diagnostics.push(...resolvers().diagnostics, notFound(handler, found, resolvers().value, texts(), place.dir));
    } else if (resolverOf(before) !== resolverOf(handler)) diagnostics.push(conflict(before, handler));
  }
  return hasErrors(diagnostics) ? { diagnostics } : { value: resolved, diagnostics };
}

/** What finds the handler that a step names, and the resolvers of the project, which are read once somebody needs them. */
export function handlerFinder(found: Handlers, place: HandlersPlace) {
  let read: ReturnType<typeof readResolvers> | undefined;
  const resolvers = () => (read ??= readResolvers(place));
  const find = (handler: HandlerNaming): HandlerLocation | undefined => {
    const named = resolverOf(handler) === undefined ? findByName(handler.callable.value, found, place) : undefined;
    return named ?? byResolver(handler, resolvers().value);
  };
  return { find, resolvers };
}

/** The resolver of the project that a step names. */
export function resolverOf({ resolver }: HandlerNaming): string | undefined {
  return resolver === undefined || STANDARD.includes(resolver.value) ? undefined : resolver.value;
}

/**
 * The handler of a name, or of a path and a class, such as `./shop/charge.js:ChargeHandler`, as seen from the handlers' folder, or
 * of a package and a class, such as `@shop/handlers:ChargeHandler`.
 */
function findByName(callable: string, found: Handlers, { dir, from }: HandlersPlace): HandlerLocation | undefined {
  const own = found.get(canonicalCallable(callable));
  if (own !== undefined) return own;
  const { path, className } = /^\.\/(?<path>.+):(?<className>\w+)$/.exec(callable)?.groups ?? {};
  const root = resolve(from, dir);
  if (path === undefined) return findInPackage(callable, root);
  const module = (file: string) =>
    file
      .split(sep)
      .join('/')
      .replace(/\.\w+$/, '');
  const isIt = ({ file, exportName }: HandlerLocation) =>
    exportName === className && module(relative(root, file)) === module(path);
  const location = [...found.values()].find((each) => each.language === 'typescript' && isIt(each));
  return location && { ...location, name: callable, isNamedByFile: true };
}

function readResolvers({ dir, from }: HandlersPlace) {
  if (!existsSync(resolve(from, dir))) return { value: [], diagnostics: [] };
  const { files } = walkFolder(dir, from, { isWanted: isSource, skips: notEntered });
  const { resolvers, problems } = findResolvers(files.map((file) => resolve(from, file)));
  const value = [...resolvers].sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
  return { value, diagnostics: diagnoseSources(problems, dir, (file) => showPath(file, dir, from)) };
}

function byResolver(handler: HandlerNaming, resolvers: readonly ResolverLocation[]): HandlerLocation | undefined {
  const callable = handler.callable.value;
  const wanted = resolverOf(handler);
  const resolver = resolvers.find(({ name, takes }) =>
    wanted === undefined ? (takes?.test(callable) ?? false) : name === wanted,
  );
  if (resolver === undefined) return undefined;
  const { language, file, exportName } = resolver;
  return { name: callable, language, file, exportName, isResolver: true };
}

function notFound(
  handler: HandlerNaming,
  found: Handlers,
  resolvers: readonly ResolverLocation[],
  texts: ReadonlyMap<string, string>,
  dir: string,
): Diagnostic {
  const { callable, resolver } = handler;
  const isHint = resolver !== undefined && resolverOf(handler) !== undefined;
  const wanted = isHint ? resolver : callable;
  const names = isHint ? resolvers.map(({ name }) => name) : [...found.values()].map(({ name }) => name);
  const available = [...new Set(names)].sort();
  const suggestion = suggest(wanted.value, available);
  const mentionedIn = texts.get(canonicalCallable(wanted.value));
  const params = { dir, available, ...(suggestion !== undefined && { suggest: suggestion }) };
  return isHint
    ? makeDiagnostic(resolverNotFound, wanted.span, { ...params, resolver: wanted.value })
    : makeDiagnostic(handlerNotFound, wanted.span, {
        ...params,
        callable: wanted.value,
        ...missingPackage(wanted.value),
        ...(mentionedIn !== undefined && { mentionedIn }),
      });
}

/** The texts in the sources of a folder, in one spelling of names, with the file of each: where a handler's name stands that is not exported. */
function readTexts({ dir, from }: HandlersPlace): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (!existsSync(resolve(from, dir))) return texts;
  for (const file of walkFolder(dir, from, { isWanted: isTypeScript, skips: notEntered }).files) {
    const { value } = readTextFile(file, from);
    for (const [, , text = ''] of (value?.text ?? '').matchAll(/(["'`])((?:(?!\1)[^\n\\])+)\1/g)) {
      const name = canonicalCallable(text);
      if (!texts.has(name)) texts.set(name, showPath(resolve(from, file), dir, from));
    }
  }
  return texts;
}

function missingPackage(callable: string): { readonly package?: string } {
  const name = packageOf(callable);
  return name === undefined ? {} : { package: name };
}

function conflict(first: HandlerNaming, second: HandlerNaming): Diagnostic {
  const related = [{ message: 'The other one stands here.', span: first.callable.span }];
  const nameOf = (handler: HandlerNaming) => resolverOf(handler) ?? 'its name';
  const params = { callable: second.callable.value, first: nameOf(first), second: nameOf(second) };
  return makeDiagnostic(resolverConflict, second.callable.span, params, related);
}
