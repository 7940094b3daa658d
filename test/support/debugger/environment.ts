import { fileURLToPath } from 'node:url';

/** A line of a source file at which the debugger stops each process that comes there. */
export interface Breakpoint {
  /** Absolute, with no link in its path. */
  readonly file: string;
  readonly line: number;
  /** What is looked at there. */
  readonly expression: string;
  /** How long the process stands still. */
  readonly pauseMs: number;
  /** The file that gets a line of JSON for each stop: `source`, `line` and the expression's `value`. */
  readonly out: string;
}

/** The variables by which an editor debugs all processes of a terminal. */
export function debuggerEnvironment(breakpoint: Breakpoint): Readonly<Record<string, string>> {
  const attach = fileURLToPath(new URL('attach.cjs', import.meta.url));
  return { NODE_OPTIONS: `--require ${JSON.stringify(attach)}`, BREAKPOINT: JSON.stringify(breakpoint) };
}
