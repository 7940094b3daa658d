import { readDurations, type ProjectOptions } from '../project/index.ts';
import type { CompileFlags } from './compile-flags.ts';
import { UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';

/**
 * How the flags say that templates are compiled.
 *
 * @throws UsageError when the file of `--durations` holds none
 */
export function projectOptions({ environment, durations, sync }: CompileFlags, { cwd }: CliIo): ProjectOptions {
  if (durations === undefined) return { from: cwd, environment, sync };
  const { value, diagnostics } = readDurations(durations, cwd);
  if (value === undefined)
    throw new UsageError(`Reading --durations: ${diagnostics.map(({ message }) => message).join(' ')}`);
  return { from: cwd, environment, sync, durations: value };
}
