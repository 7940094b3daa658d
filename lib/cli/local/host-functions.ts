import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Limit } from '../../states-language/limits.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import type { HostedFunction } from '../../local/index.ts';
import { bundleFunctions } from '../../project/index.ts';
import { handlersIn, type HandlerFlags } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { readBundling } from './read-bundling.ts';
import { FUNCTION_MEMORY } from './host-handlers.ts';

/** Plain functions by their names, and the files that they are made from. */
export interface HostedFunctions {
  readonly functions: ReadonlyMap<string, HostedFunction>;
  readonly sources: readonly string[];
}

/**
 * The plain functions of a folder, modules that export `handler`, as Lambda functions by their names. Nobody says how much
 * time they have, so they have as much as Lambda gives. There are none where nobody has named a folder and the usual one is not there.
 */
export function hostFunctions(flags: HandlerFlags, io: CliIo): Outcome<HostedFunctions> {
  const dir = handlersIn(flags);
  if (flags.handlers === undefined && !existsSync(resolve(io.cwd, dir))) {
    return { value: { functions: new Map(), sources: [] }, diagnostics: [] };
  }
  const { value: bundle, diagnostics } = bundleFunctions({
    dir,
    from: io.cwd,
    bundling: readBundling(flags.bundling, io),
  });
  if (bundle === undefined) return { diagnostics };
  const functions = [...bundle].map(([name, { entry, hash, command }]): [string, HostedFunction] => [
    name,
    {
      file: entry,
      memory: FUNCTION_MEMORY,
      timeout: Limit.lambdaSeconds,
      ...(command !== undefined && { version: hash, command }),
    },
  ]);
  const sources = [...new Set([...bundle.values()].flatMap((each) => each.sources))];
  return { value: { functions: new Map(functions), sources }, diagnostics };
}
