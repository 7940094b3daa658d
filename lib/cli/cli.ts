import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { CommandHost } from './command.ts';
import { commands } from './commands/index.ts';
import { ExitCode, UsageError } from './exit-code.ts';
import type { CliIo } from './io.ts';

/** Runs the command that `argv` (without node and script) names; returns the exit code and never throws. */
export async function cli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  const host: CommandHost = {
    io,
    run: cli,
    action:
      (run) =>
      async (...args) => {
        exitCode = await run(...args);
      },
  };
  try {
    await makeProgram(host).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return await report(error, io);
  }
}

/** The program with all its commands. */
export function makeProgram(host: CommandHost): Command {
  const { stdout, stderr } = host.io;
  const program = new Command('tasker-sfn')
    .description('Compiles Tasker task templates to AWS Step Functions, and runs them on this machine.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(add --help to see what is possible)')
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const add of commands) add(program, host);
  return program;
}

async function report(error: unknown, { stderr, env }: CliIo): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof UsageError) {
    stderr.write(`error: ${error.message}\n`);
    return ExitCode.usage;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  // Loaded only where it is needed: a command should begin at once.
  const refused = isSystemError(error) ? (await import('./system-error.ts')).systemErrorText(error) : undefined;
  stderr.write(`error: ${refused ?? message}\n`);
  if (env['DEBUG']) stderr.write(`${stack}\n`);
  else if (refused === undefined) stderr.write('This is a mistake of tasker-sfn; DEBUG=1 shows where it happened.\n');
  return ExitCode.failed;
}

/** A disk is full, a folder may not be written to: nobody's mistake in here. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
