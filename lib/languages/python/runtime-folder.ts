import { join } from 'node:path';
import { findPackageRoot } from '../typescript/runtime-entry.ts';

/** The folder with the packages `tasker_core` and `tasker_sfn`. */
export function runtimeFolder(): string {
  return join(findPackageRoot(), 'runtimes', 'python');
}
