import { compileFlags } from '../compile-flags.ts';
import { substituteFlag } from '../definition/definition-flags.ts';
import { type FlagsOf, text, toggle } from '../flags.ts';
import { handlerFlags } from '../handlers-flag.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `replay`. */
export const replayFlags = {
  from: text('<state>', 'run this step or state, and what comes after it, with the real handlers'),
  ...compileFlags,
  ...handlerFlags,
  ...connectionFlags,
  substitute: substituteFlag,
  history: text('<file>', "write the new execution's history there, in the form of the AWS API"),
  allowAws: toggle('let tasks call AWS itself where no endpoint is named'),
  verbose: toggle("show the handlers' log lines"),
  json: toggle('print the outcome and the differences as one JSON document'),
};

export type ReplayFlags = FlagsOf<typeof replayFlags>;
