#!/usr/bin/env node
// The command as npm links it, also where the package is a folder that nobody has built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/bin/tasker-sfn.js', import.meta.url);
if (existsSync(built)) await import(built.href);
else {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  process.stderr.write(`error: tasker-sfn is not built. Run "npm ci" in ${folder}, which builds it.\n`);
  process.exitCode = 1;
}
