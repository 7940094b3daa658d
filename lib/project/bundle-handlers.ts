import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CompiledWorkflow } from '../compile.ts';
import { canonicalCallable } from '../contract/callable.ts';
import { shortHash } from '../contract/short-hash.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import { suggest } from '../diagnostics/suggest.ts';
import {
  bundleHandlers as bundleSources,
  type Bundling,
  type HandlerBundle,
  type Publication,
  type TargetSystem,
} from '../languages/index.ts';
import type { TaskTemplate } from '../template/task-template.ts';
import { handlerNotFound, methodOfFunction } from './diagnostics.ts';
import { bundleCache, localBundles } from './bundle-cache.ts';
import { diagnoseSources } from './diagnose-sources.ts';
import { findPublications } from './find-publications.ts';
import { findFunctions, findHandlers, showPath, type Handlers } from './find-handlers.ts';

/** Which handlers are bundled. */
export interface BundleOptions {
  /** The folder with the handlers. */
  readonly dir: string;
  /** The folder from which relative paths start. */
  readonly from: string;
  /** Leaves out handlers, by their canonical names. @default all that the templates name are bundled */
  readonly isWanted?: (callable: string) => boolean;
  /** What is bundled, and what is deployed beside it. @default everything is bundled but the AWS SDK */
  readonly bundling?: Bundling | undefined;
  /**
   * The processor of the function that a handler becomes, by the handler's canonical name.
   *
   * @default bundles run on this machine
   */
  readonly cpuOf?: ((callable: string) => TargetSystem['cpu']) | undefined;
  /** Whether a debugger will show the code: it is not minified then. @default it is minified, as it is deployed */
  readonly isReadable?: boolean | undefined;
}

/**
 * Bundles the handlers of workflows as they are deployed, by their canonical names. There is a value only when every handler
 * is there and can be built. Workflows without handlers need no folder.
 */
export function bundleHandlers(
  workflows: readonly CompiledWorkflow[],
  { isWanted = () => true, ...options }: BundleOptions,
): Outcome<HandlerBundle> {
  const steps = stepsByCallable(workflows.map(({ template }) => template));
  const wanted = [...steps.keys()].filter(isWanted);
  if (wanted.length === 0) return { value: new Map(), diagnostics: [] };

  const { dir, from } = options;
  const found = findHandlers(dir, from);
  if (found.value === undefined) return { diagnostics: found.diagnostics };
  const all = found.value;
  const missing = wanted.filter((callable) => !all.has(callable));
  if (missing.length > 0) {
    return { diagnostics: [...found.diagnostics, ...missing.map((each) => notFound(each, steps, all, dir))] };
  }

  const handlers = new Map([...all].filter(([callable]) => wanted.includes(callable)));
  const published = findPublications(workflows, options);
  const diagnostics = [...found.diagnostics, ...published.diagnostics, ...uselessMethods(workflows, handlers)];
  if (published.value === undefined) return { diagnostics };
  return bundle(handlers, '', diagnostics, options, published.value);
}

/** Bundles the plain Lambda functions of a folder, by their names; none where there is no such folder. */
export function bundleFunctions(options: Omit<BundleOptions, 'isWanted'>): Outcome<HandlerBundle> {
  const { dir, from } = options;
  if (!existsSync(resolve(from, dir))) return { value: new Map(), diagnostics: [] };
  const found = findFunctions(dir, from);
  if (found.value === undefined) return { diagnostics: found.diagnostics };
  return bundle(found.value, 'functions', found.diagnostics, options);
}

function bundle(
  handlers: Handlers,
  kind: string,
  found: readonly Diagnostic[],
  { dir, from, bundling, cpuOf, isReadable }: BundleOptions,
  publications?: ReadonlyMap<string, Publication>,
): Outcome<HandlerBundle> {
  const folder = resolve(from, dir);
  const place = cpuOf === undefined ? localBundles(folder) : bundleCache(folder);
  const outDir = join(place, kind, bundling === undefined ? '' : shortHash(JSON.stringify(bundling)));
  const request = { dir: folder, handlers, outDir, bundling, cpuOf, isReadable, publications };
  const { bundle: bundled, problems } = bundleSources(request);
  const diagnosed = diagnoseSources(problems, dir, (file) => showPath(file, dir, from));
  const diagnostics = [...found, ...onePerPlace(diagnosed)];
  return hasErrors(diagnostics) ? { diagnostics } : { value: bundled, diagnostics };
}

/** Handlers that use the same package have the same problem. */
function onePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ code, span, message }: Diagnostic) => `${code} ${span.file.path} ${span.start} ${message}`;
  return [...new Map(diagnostics.map((each) => [keyOf(each), each])).values()];
}

type Callable = TaskTemplate['steps'][number]['handler']['callable'];

/** The first place that names each callable. */
function stepsByCallable(templates: readonly TaskTemplate[]): ReadonlyMap<string, Callable> {
  const found = new Map<string, Callable>();
  for (const { handler } of templates.flatMap(({ steps }) => steps)) {
    const callable = canonicalCallable(handler.callable.value);
    if (!found.has(callable)) found.set(callable, handler.callable);
  }
  return found;
}

/** Methods of handlers that were made of functions, and so have `call` alone. */
function uselessMethods(workflows: readonly CompiledWorkflow[], handlers: Handlers): readonly Diagnostic[] {
  return workflows
    .flatMap(({ template: { steps } }) => steps)
    .flatMap(({ handler: { callable, method } }) => {
      const isUseless = handlers.get(canonicalCallable(callable.value))?.isDefined === true;
      if (!isUseless || method === undefined || method.value === 'call') return [];
      return [makeDiagnostic(methodOfFunction, method.span, { method: method.value, callable: callable.value })];
    });
}

function notFound(
  canonical: string,
  steps: ReadonlyMap<string, Callable>,
  handlers: Handlers,
  dir: string,
): Diagnostic {
  const { value: callable, span } = steps.get(canonical)!;
  const available = [...new Set([...handlers.values()].map(({ name }) => name))].sort();
  const suggestion = suggest(callable, available);
  return makeDiagnostic(handlerNotFound, span, {
    callable,
    dir,
    available,
    ...(suggestion !== undefined && { suggest: suggestion }),
  });
}
