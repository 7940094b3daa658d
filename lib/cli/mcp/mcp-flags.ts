import { type FlagsOf, text, toggle, withDefault } from '../flags.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `mcp`. They decide what assistants reach: a tool has no argument for it. */
export const mcpFlags = {
  handlers: withDefault(text('<dir>', 'folder of the step handlers'), 'lambdas'),
  readOnly: toggle('offer no tool that starts or changes a task'),
  ...connectionFlags,
};

export type McpFlags = FlagsOf<typeof mcpFlags>;
