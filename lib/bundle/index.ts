export { bundleHandlers, type BundledHandler, type BundleOptions, type HandlerBundle } from './bundle-handlers.ts';
export { diagnoseHandlers } from './diagnose-handlers.ts';
export { handlerBuildFailed } from './diagnostics.ts';
export { findHandlers, type HandlerLocation } from './find-handlers.ts';
export { HandlerError, type HandlerProblem, type Place } from './handler-problem.ts';
export { loadFunctions, type LoadedFunction } from './load-functions.ts';
export { localBundleFolder } from './local-bundle-folder.ts';
