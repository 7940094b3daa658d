export { bundleHandlers, type BundleOptions } from './bundle-handlers.ts';
export { compileFile, planFile, type ProjectOptions } from './compile-file.ts';
export { compileFiles, type CompiledFiles, withoutOthersSteps } from './compile-files.ts';
export { handlerBuildFailed } from './diagnostics.ts';
export { findHandlers, type Handlers } from './find-handlers.ts';
export { identityOf } from './identity-of.ts';
export { readDurations, type Durations } from './read-durations.ts';
export { reasonOf } from './file-system-words.ts';
export { readTextFile } from './read-text-file.ts';
