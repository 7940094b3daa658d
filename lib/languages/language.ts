import type { BundleRequest, LanguageBundle } from './handler-bundle.ts';
import type { FoundEventClasses, FoundHandlers, FoundResolvers, LanguageId } from './handler-location.ts';

/**
 * A language that handlers are written in: how they are found, by reading, and bundled as a function of Lambda. Everything else, from
 * the template to the history, is the same for all. Synchronous, since CDK constructs cannot wait.
 */
export interface HandlerLanguage {
  readonly id: LanguageId;
  /** Whether a file may hold handlers, by its name: tests and declarations do not. */
  isSource(name: string): boolean;
  /** Folders that hold no handlers. */
  readonly notEntered: readonly string[];
  /** The step handlers in source files of a folder, in their order. The code is read, not run. */
  findHandlers(files: readonly string[], dir: string): FoundHandlers;
  /** The plain Lambda functions in source files, by their names. */
  findFunctions(files: readonly string[]): FoundHandlers;
  /** The resolvers, which find handlers by callables. */
  findResolvers(files: readonly string[]): FoundResolvers;
  /** The publishers of domain events and the subscribers to them. */
  findEventClasses(files: readonly string[]): FoundEventClasses;
  /** Bundles handlers of this language. */
  bundleHandlers(request: BundleRequest): LanguageBundle;
}
