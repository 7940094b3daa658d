import { compileFlags } from '../compile-flags.ts';
import { substituteFlag } from '../definition/definition-flags.ts';
import { integer, prefix } from '../flag-values.ts';
import { type FlagsOf, negated, parsed, text, toggle, withDefault } from '../flags.ts';
import { handlerFlags } from '../handlers-flag.ts';
import { requestFlags } from './request-flags.ts';

/** Flags of `run` that only a template has a use for. */
export const templateRunFlags = {
  ...requestFlags,
  ...compileFlags,
  inputCheck: negated('run a task whose context breaks the input_schema all the same'),
  endpoint: text('<url>', 'run it on the Step Functions API there; the handlers answer on --lambda-port meanwhile'),
  lambdaPort: parsed('<port>', 'port of the Lambda Invoke API with --endpoint (default: 3001)', integer(0, 65_535)),
  prefix: parsed('<prefix>', 'goes before the name of the state machine, as that of an environment on AWS', prefix),
  report: text('<file>', 'write an HTML report of the run there: one page to be opened from disk'),
  redact: toggle('leave contexts, results, inputs, logs and error messages out of the report'),
  timeline: toggle('draw when the steps ran, and what they waited for'),
};

/** Flags of `run` that only a state machine has a use for. */
export const machineRunFlags = {
  input: text('<json>', "a state machine's input: JSON, or @file (default: {})"),
  mocks: text('<file>', "a state machine's mocks: answers by state, or FILE#TestCase of a mock configuration"),
  contextObject: text(
    '<json>',
    "members of a state machine's context object ($$) in place of the run's own: JSON, or @file",
  ),
  substitute: substituteFlag,
};

/** Flags of `run`. */
export const runFlags = {
  ...templateRunFlags,
  ...machineRunFlags,
  ...handlerFlags,
  realTime: toggle('wait as long as retries ask; without it, waits cost no time'),
  seed: withDefault(
    parsed('<number>', 'seed of the jitter: the same seed gives the same waits', integer(0, Number.MAX_SAFE_INTEGER)),
    0,
  ),
  history: text('<file>', "write the execution's history there, in the form of the AWS API"),
  allowAws: toggle('let tasks call AWS itself where no endpoint is named'),
  verbose: toggle("show the handlers' log lines"),
  watch: toggle('run again when the file or its handlers change', { conflicts: 'json' }),
  json: toggle('print the outcome as one JSON document'),
};

export type RunFlags = FlagsOf<typeof runFlags>;
