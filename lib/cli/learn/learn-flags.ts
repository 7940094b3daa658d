import { type FlagsOf, text } from '../flags.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `learn`. */
export const learnFlags = {
  output: text('<file>', 'write there instead of to stdout', { short: 'o' }),
  ...connectionFlags,
};

export type LearnFlags = FlagsOf<typeof learnFlags>;
