import { substituteFlag } from '../definition/definition-flags.ts';
import { port } from '../flag-values.ts';
import { type FlagsOf, parsed, texts, toggle, withDefault } from '../flags.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `console`. */
export const consoleFlags = {
  port: withDefault(parsed('<port>', 'port of the console', port), 8084),
  readOnly: toggle('forbid to start, cancel or change anything'),
  allowHost: texts('<name...>', 'names of this machine that browsers may use, beside loopback names and IP addresses'),
  history: texts(
    '<file...>',
    'show runs from these history files, as "run --history" and "aws stepfunctions get-execution-history" write them',
  ),
  templates: texts('<path...>', 'the templates of these histories (default: templates, when it is there)'),
  definitions: texts(
    '<path...>',
    'the state machines in States Language that these histories are of, where they run no template: files, or folders of .asl.json, .asl.yaml',
  ),
  substitute: substituteFlag,
  json: toggle('print where it is served as one JSON document'),
  ...connectionFlags,
};

export type ConsoleFlags = FlagsOf<typeof consoleFlags>;
