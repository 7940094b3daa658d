/** How a command ends, for the shell. */
export const ExitCode = {
  ok: 0,
  /** The template, a handler or the execution failed. */
  failed: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** The user interrupted the command: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The command was called wrongly: shown without a stack, ends with {@link ExitCode.usage}. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
