import { join, resolve } from 'node:path';
import type { CompiledWorkflow } from '../compile.ts';
import { canonicalCallable } from '../contract/callable.ts';
import { shortHash } from '../contract/short-hash.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { hasErrors, onePerPlace, type Outcome } from '../diagnostics/outcome.ts';
import {
  bundleHandlers as bundleSources,
  type Bundling,
  type HandlerBundle,
  type Publication,
  type TargetSystem,
} from '../languages/index.ts';
import { methodOfFunction } from './diagnostics.ts';
import { bundleCache, localBundles } from './bundle-cache.ts';
import { diagnoseSources } from './diagnose-sources.ts';
import { findPublications } from './find-publications.ts';
import { findFunctions, findHandlers, showPath, type Handlers } from './find-handlers.ts';
import { resolveHandlers } from './resolve-handlers.ts';

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
  const callables = workflows.flatMap(({ template: { steps } }) => steps.map(({ handler }) => handler.callable.value));
  if (!callables.map(canonicalCallable).some(isWanted)) return { value: new Map(), diagnostics: [] };

  const { dir, from } = options;
  const found = findHandlers(dir, from);
  if (found.value === undefined) return { diagnostics: found.diagnostics };
  const resolved = resolveHandlers(
    workflows.map(({ template }) => template),
    isWanted,
    found.value,
    options,
  );
  if (resolved.value === undefined) return { diagnostics: [...found.diagnostics, ...resolved.diagnostics] };

  const handlers = resolved.value;
  const published = findPublications(workflows, options);
  const diagnostics = [
    ...found.diagnostics,
    ...resolved.diagnostics,
    ...published.diagnostics,
    ...uselessMethods(workflows, handlers),
  ];
  if (published.value === undefined) return { diagnostics };
  return bundle(handlers, '', diagnostics, options, published.value);
}

/** Bundles the plain Lambda functions of a folder, by their names. */
export function bundleFunctions(options: Omit<BundleOptions, 'isWanted'>): Outcome<HandlerBundle> {
  const { dir, from } = options;
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
  // Handlers that use the same package have the same problem.
  const diagnostics = [...found, ...onePerPlace(diagnosed)];
  return hasErrors(diagnostics) ? { diagnostics } : { value: bundled, diagnostics };
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
