import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const manifest = resolve(import.meta.dirname, '../../../package.json');

/** What adds matchers to the test runner that imports it, and so can be loaded there alone. */
export const setups = { vitest: 'tasker-sfn/testing/vitest', jest: 'tasker-sfn/testing/jest' } as const;

/** Which modules else can be imported, by the `exports` of package.json: `tasker-sfn`, `tasker-sfn/runtime` … */
export const subpaths: readonly string[] = Object.keys(
  (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly exports: object }).exports,
)
  .filter((key) => !key.endsWith('.json'))
  .map((key) => key.replace('.', 'tasker-sfn'))
  .filter((subpath) => !Object.values<string>(setups).includes(subpath));
