import { readDurations, type ProjectOptions } from '../project/index.ts';
import type { CompileFlags } from './compile-flags.ts';
import { UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { type YieldsFlag, yieldsIn } from './yields-flag.ts';

/**
 * How the flags say that templates are compiled.
 *
 * @throws UsageError when the file of `--durations` holds none
 */
export function projectOptions(
  { environment, durations, sync, ...flags }: CompileFlags & YieldsFlag,
  { cwd }: CliIo,
): ProjectOptions {
  const options = { from: cwd, environment, sync, yields: new Set(yieldsIn(flags).keys()) };
  if (durations === undefined) return options;
  const { value, diagnostics } = readDurations(durations, cwd);
  if (value === undefined)
    throw new UsageError(`Reading --durations: ${diagnostics.map(({ message }) => message).join(' ')}`);
  return { ...options, durations: value };
}
