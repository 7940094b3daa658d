import type { AddCommand } from '../command.ts';
import { addFlags } from '../flags.ts';
import { mcpFlags, type McpFlags } from '../mcp/mcp-flags.ts';

/** `mcp`: templates and tasks for assistants. */
export const addMcp: AddCommand = (program, { io, action, run }) => {
  const command = program
    .command('mcp')
    .description('Serve assistants over the Model Context Protocol, on standard input and output.');
  addFlags(command, mcpFlags).action(
    action(async (flags: McpFlags) => {
      const { serveMcp } = await import('../mcp/serve-mcp.ts');
      return serveMcp(flags, process.stdin, { run, io });
    }),
  );
};
