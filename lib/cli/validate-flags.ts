import { substituteFlag } from './definition/definition-flags.ts';
import { type FlagsOf, toggle } from './flags.ts';

/** `--strict`, for `isRefused`. */
export const strict = toggle('take every warning for an error');

/** Flags of `validate`. */
export const validateFlags = {
  json: toggle('print the diagnostics as one JSON array'),
  strict,
  substitute: substituteFlag,
};

export type ValidateFlags = FlagsOf<typeof validateFlags>;
