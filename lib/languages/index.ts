export type { Bundling } from './bundling.ts';
export { firstOwnLine, firstOwnPlace, withSources } from './first-own-line.ts';
export type { BundledHandler, BundleRequest, HandlerBundle, TargetSystem } from './handler-bundle.ts';
export type {
  ClassLocation,
  FoundHandlers,
  HandlerLocation,
  LanguageId,
  PublisherLocation,
  ResolverLocation,
  SubscriberLocation,
} from './handler-location.ts';
export {
  bundleHandlers,
  findEventClasses,
  findFunctions,
  findHandlers,
  findResolvers,
  isSource,
  notEntered,
} from './languages.ts';
export { locateExport } from './locate-export.ts';
export { mayYield } from './may-yield.ts';
export type { Publication, PublishingStep } from './publication.ts';
export type { SourceLocation, SourceProblem } from './source-problem.ts';
export { findInPackage, packageOf } from './typescript/find-in-package.ts';
export { isSource as isTypeScript } from './typescript/is-source.ts';
export { loadFunctions, type LoadedFunction } from './typescript/load-functions.ts';
export { findPackageRoot } from './typescript/runtime-entry.ts';
