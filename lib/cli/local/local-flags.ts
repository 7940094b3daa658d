import { durations, sync } from '../compile-flags.ts';
import { substituteFlag } from '../definition/definition-flags.ts';
import { integer, port, positive, prefix } from '../flag-values.ts';
import { type FlagsOf, parsed, text, texts, toggle, withDefault } from '../flags.ts';
import { handlerFlags } from '../handlers-flag.ts';

/** Flags of `local`. */
export const localFlags = {
  port: withDefault(parsed('<port>', 'port of Step Functions and of the REST API', port), 8083),
  lambdaPort: withDefault(parsed('<port>', 'port of the Lambda Invoke API', port), 3001),
  host: withDefault(text('<address>', 'address to listen on; 0.0.0.0 lets containers in'), '127.0.0.1'),
  allowHost: texts('<name...>', 'names of this machine that callers may use, such as host.docker.internal'),
  templates: texts('<path...>', 'template files and folders to deploy (default: templates, when it is there)'),
  definitions: texts(
    '<path...>',
    'state machines in States Language to serve: files, or folders of .asl.json, .asl.yaml',
  ),
  express: texts('<name...>', 'which of these machines are Express machines'),
  substitute: substituteFlag,
  ...handlerFlags,
  durations,
  sync,
  prefix: parsed('<prefix>', 'goes before the names of the state machines, as that of an environment on AWS', prefix),
  timeScale: withDefault(parsed('<factor>', 'how much faster than real time waits and retries pass', positive), 1),
  data: text('<dir>', 'keep state machines, activities and finished executions in this folder over a restart'),
  events: text('<file>', 'append the domain events that steps publish to this file, one JSON document a line'),
  keep: withDefault(
    parsed('<count>', 'finished executions to keep; older ones are forgotten', integer(0, 999_999_999)),
    10_000,
  ),
  allowAws: toggle('let tasks call AWS itself where no endpoint is named'),
  watch: toggle('reload templates and handlers when they change'),
  json: toggle('print what is served where as one JSON document'),
  quiet: toggle('say nothing about running tasks', { conflicts: 'verbose' }),
  verbose: toggle("say everything that steps do, and show the handlers' log lines"),
};

export type LocalFlags = FlagsOf<typeof localFlags>;
