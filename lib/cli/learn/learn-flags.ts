import { type FlagsOf, text, toggle } from '../flags.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `learn`. */
export const learnFlags = {
  output: text('<file>', 'write there instead of to stdout', { short: 'o' }),
  json: toggle('print what each duration rests on, as one JSON document'),
  ...connectionFlags,
};

export type LearnFlags = FlagsOf<typeof learnFlags>;
