import { compileFlags } from './compile-flags.ts';
import { substituteFlag } from './definition/definition-flags.ts';
import { choice, type FlagsOf, text, toggle, withDefault } from './flags.ts';
import { connectionFlags } from './task/connection-flags.ts';

/** What pictures are written as. */
export const GRAPH_FORMATS = ['mermaid', 'dot', 'svg'] as const;

/** Flags of `graph` that only a template has a use for. */
export const templateGraphFlags = {
  run: text(
    '<file, id or ARN>',
    'colour the steps by what has become of them in this run: a history file, a task, or an execution',
  ),
  ...compileFlags,
  ...connectionFlags,
};

/** Flags of `graph` that only a state machine has a use for. */
export const machineGraphFlags = { substitute: substituteFlag };

/** Flags of `graph`. */
export const graphFlags = {
  format: withDefault(choice('<format>', 'what to draw', GRAPH_FORMATS), 'mermaid'),
  json: toggle('print the picture as one JSON document'),
  ...templateGraphFlags,
  ...machineGraphFlags,
};

export type GraphFlags = FlagsOf<typeof graphFlags>;
