import { join } from 'node:path';
import { findPackageRoot } from '../typescript/runtime-entry.ts';

/** The folder with the runtime for Ruby. */
export function runtimeFolder(): string {
  return join(findPackageRoot(), 'runtimes', 'ruby');
}
