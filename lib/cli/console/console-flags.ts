import { port } from '../flag-values.ts';
import { type FlagsOf, parsed, toggle, withDefault } from '../flags.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `console`. */
export const consoleFlags = {
  port: withDefault(parsed('<port>', 'port of the console', port), 8084),
  readOnly: toggle('let nobody cancel anything'),
  ...connectionFlags,
};

export type ConsoleFlags = FlagsOf<typeof consoleFlags>;
