import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const manifest = resolve(import.meta.dirname, '../../../package.json');

/** What can be imported, by the `exports` of package.json: `tasker-sfn`, `tasker-sfn/runtime` … */
export const subpaths: readonly string[] = Object.keys(
  (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly exports: object }).exports,
)
  .filter((key) => key !== './package.json')
  .map((key) => key.replace('.', 'tasker-sfn'));
