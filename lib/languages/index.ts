export type { SourceLocation, SourceProblem } from './source-problem.ts';
export {
  bundleHandlers,
  type BundledHandler,
  type BundleRequest,
  type HandlerBundle,
} from './typescript/bundle-handlers.ts';
export type { Bundling } from './typescript/bundling.ts';
export type { TargetSystem } from './typescript/copy-packages.ts';
export {
  type ClassLocation,
  findEventClasses,
  type PublisherLocation,
  type SubscriberLocation,
} from './typescript/find-event-classes.ts';
export {
  findFunctions,
  findHandlers,
  type FoundHandlers,
  type HandlerLocation,
  locateExport,
} from './typescript/find-handlers.ts';
export { firstOwnLine } from './typescript/first-own-line.ts';
export { isSource, notEntered } from './typescript/is-source.ts';
export { loadFunctions, type LoadedFunction } from './typescript/load-functions.ts';
export type { Publication, PublishingStep } from './typescript/publication.ts';
export { findPackageRoot } from './typescript/runtime-entry.ts';
