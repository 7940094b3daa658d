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
  /**
   * Calls `listener` once, at the next interrupt of the user, unless the returned function is called before. An interrupt that
   * nobody listens to ends the process, and so a second one does whatever is made of the first.
   */
  onInterrupt(listener: () => void): () => void;
}
