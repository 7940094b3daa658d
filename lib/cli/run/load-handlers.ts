import type { CompiledWorkflow } from '../../compile.ts';
import { canonicalCallable } from '../../contract/callable.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import { loadFunctions } from '../../languages/index.ts';
import type { LambdaFunction } from '../../local/index.ts';
import { bundleHandlers, handlerBuildFailed } from '../../project/index.ts';
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
  workflow: CompiledWorkflow,
  dir: string,
  options: FunctionOptions,
  { cwd }: CliIo,
): Promise<Outcome<ReadonlyMap<string, LambdaFunction>>> {
  const { value: bundle, diagnostics } = bundleHandlers([workflow], { dir, from: cwd });
  if (bundle === undefined) return { diagnostics };
  try {
    const loaded = await loadFunctions<FunctionOptions>(bundle, options);
    const byKey = workflow.functions.map(
      ({ key, callable }) => [key, loaded.get(canonicalCallable(callable))!] as const,
    );
    return { value: new Map(byKey), diagnostics };
  } catch (error) {
    // The code of a handler's module runs when it is loaded; what it throws is the handler's mistake.
    const reason = error instanceof Error ? error.message : String(error);
    const { span } = workflow.template.name;
    return { diagnostics: [...diagnostics, makeDiagnostic(handlerBuildFailed, span, { file: dir, reason })] };
  }
}
