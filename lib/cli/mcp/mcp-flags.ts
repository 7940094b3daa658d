import { type FlagsOf, toggle } from '../flags.ts';
import { handlersFlag } from '../handlers-flag.ts';
import { connectionFlags } from '../task/connection-flags.ts';

/** Flags of `mcp`. They decide what assistants reach: a tool has no argument for it. */
export const mcpFlags = {
  handlers: handlersFlag,
  readOnly: toggle('offer no tool that starts or changes a task'),
  ...connectionFlags,
};

export type McpFlags = FlagsOf<typeof mcpFlags>;
