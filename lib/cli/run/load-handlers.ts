import { resolve } from 'node:path';
import {
  bundleHandlers,
  diagnoseHandlers,
  handlerBuildFailed,
  HandlerError,
  loadFunctions,
  localBundleFolder,
} from '../../bundle/index.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import type { LambdaFunction } from '../../local/index.ts';
import type { LogSink, ResultStore } from '../../runtime/index.ts';
import type { CliIo } from '../io.ts';

/** What `createStepFunction` takes in each bundle. */
export interface FunctionOptions {
  readonly logger: LogSink;
  readonly results: ResultStore;
}

/**
 * The functions of a compiled workflow, by their keys in the definition: the handlers of a folder, bundled as they are
 * deployed and loaded into this process.
 */
export async function loadHandlers(
  { template, functions }: CompiledWorkflow,
  dir: string,
  options: FunctionOptions,
  io: CliIo,
): Promise<Outcome<ReadonlyMap<string, LambdaFunction>>> {
  const folder = resolve(io.cwd, dir);
  try {
    const callables = functions.map(({ callable }) => callable);
    const bundle = bundleHandlers({ dir: folder, callables, outDir: localBundleFolder(folder) });
    const loaded = await loadFunctions<FunctionOptions>(bundle, options);
    const byKey = functions.map(({ key, callable }) => [key, loaded.get(canonicalCallable(callable))!] as const);
    return { value: new Map(byKey), diagnostics: [] };
  } catch (error) {
    if (error instanceof HandlerError) return { diagnostics: diagnoseHandlers(error.problems, template, dir) };
    // The code of a handler's module runs when it is loaded; what it throws is the handler's mistake.
    const reason = error instanceof Error ? error.message : String(error);
    return { diagnostics: [makeDiagnostic(handlerBuildFailed, template.name.span, { file: dir, reason })] };
  }
}
