import { type FlagsOf, toggle } from './flags.ts';

/** Flags of `validate`. */
export const validateFlags = { json: toggle('print the diagnostics as one JSON array') };

export type ValidateFlags = FlagsOf<typeof validateFlags>;
