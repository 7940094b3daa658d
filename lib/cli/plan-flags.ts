import { compileFlags } from './compile-flags.ts';
import { expectFlags } from './expect-flags.ts';
import { type FlagsOf, toggle } from './flags.ts';
import { yieldsFlag } from './yields-flag.ts';

/** Flags of `plan`. */
export const planFlags = {
  ...compileFlags,
  ...expectFlags,
  ...yieldsFlag,
  json: toggle('print the plan as one JSON document'),
};

export type PlanFlags = FlagsOf<typeof planFlags>;
