import pc from 'picocolors';
import type { CliIo, Output } from './io.ts';

export type Colours = ReturnType<typeof pc.createColors>;

/**
 * Colours for one of the outputs: none when it or stderr is not a terminal, unless `FORCE_COLOR` asks for them; never with
 * `NO_COLOR`.
 */
export function coloursFor(output: Output, io: CliIo): Colours {
  return pc.createColors(hasColours(output, io));
}

function hasColours(output: Output, { env, stderr }: CliIo): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  return output.isTTY && stderr.isTTY && env['TERM'] !== 'dumb';
}

/** Whether lines on stderr may be drawn over. */
export function canAnimate({ env, stderr }: CliIo): boolean {
  return stderr.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
