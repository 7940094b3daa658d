/** Where a command writes. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal, where there is one. */
  readonly columns?: number;
}

/** Everything a command has of the world around it, but for files. */
export interface CliIo {
  /** Results. */
  readonly stdout: Output;
  /** Diagnostics and progress. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder from which relative paths start. */
  readonly cwd: string;
  /** Wall time, in ms since 1970. */
  now(): number;
  /** Calls `listener` when the user interrupts the command, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}
