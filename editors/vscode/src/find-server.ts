import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The command `tasker-sfn` that a folder has installed, or one above it; undefined where none has. */
export function findServer(folder: string): string | undefined {
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve('tasker-sfn/package.json');
    return join(dirname(manifest), 'bin/tasker-sfn.mjs');
  } catch {
    return undefined;
  }
}
