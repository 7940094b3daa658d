import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';

/** What a command gets from the program around it. */
export interface CommandHost {
  readonly io: CliIo;
  /** Runs another command line, on streams of its own. */
  readonly run: (argv: readonly string[], io: CliIo) => Promise<ExitCode>;
  /** Makes a commander action of a function that returns the exit code. */
  readonly action: <A extends unknown[]>(run: (...args: A) => Promise<ExitCode>) => (...args: A) => Promise<void>;
}

/**
 * Adds one command to the program. The module of a command holds its flags; whatever it works with is imported within the
 * action, so that `--help` loads none of it.
 */
export type AddCommand = (program: Command, host: CommandHost) => void;
