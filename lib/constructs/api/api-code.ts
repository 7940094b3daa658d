import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { TEMPLATES_FILE, type TemplateDescription } from '../../api/index.ts';
import { LAMBDA_HAS, lambdaBundle } from '../../languages/typescript/lambda-bundle.ts';
import { runEsbuild } from '../../languages/typescript/run-esbuild.ts';
import { findRuntimeEntry } from '../../languages/typescript/runtime-entry.ts';

/** Builds the code of the API's function in a folder that is there for as long as `use` runs. */
export function withApiCode<T>(templates: readonly TemplateDescription[], use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-api-'));
  try {
    const { outputs, problems } = runEsbuild({
      entryPoints: [apiEntry()],
      outdir: folder,
      ...lambdaBundle,
      external: [...LAMBDA_HAS],
    });
    const [bundle] = outputs;
    if (bundle === undefined) throw new Error(`The code of the API does not build: ${JSON.stringify(problems)}`);
    writeFileSync(join(folder, 'index.mjs'), bundle.text);
    writeFileSync(join(folder, TEMPLATES_FILE), JSON.stringify(templates));
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The API lies beside the runtime, in the sources as in the built package. */
function apiEntry(): string {
  const runtime = findRuntimeEntry();
  return join(dirname(runtime), '../api', `lambda${extname(runtime)}`);
}
