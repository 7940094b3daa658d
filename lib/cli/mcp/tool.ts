import type { McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import type { McpFlags } from './mcp-flags.ts';
import { answerOf, captureIo, type Captured } from './answer.ts';

/** What tools work with. */
export interface Desk {
  readonly io: CliIo;
  readonly flags: McpFlags;
  /** Runs a command line, and keeps what it writes. */
  readonly run: (argv: readonly string[], io: CliIo) => Promise<ExitCode>;
}

/** A tool as the server offers it. */
export interface Tool {
  readonly name: string;
  /** Whether it starts or changes something. */
  readonly changes: boolean;
  readonly register: (server: McpServer, desk: Desk) => void;
}

/** A tool that is a command of the command line, and says what the command says with `--json`. */
export interface CommandTool<Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** Whether the end of the command with 1 is an answer, as that a template has mistakes, and no failure of the tool. */
  readonly failureIsAnswer?: boolean;
  /** What a tool does that changes something, such as "cancels the task"; it asks for `confirm`. */
  readonly changes?: (args: z.output<Input>) => string;
  /** What is shown of the thing, before it is changed. */
  readonly preview?: (args: z.output<Input>, desk: Desk) => readonly string[];
  readonly argv: (args: z.output<Input>, desk: Desk) => readonly string[];
}

/** Makes a tool of a command. */
export function commandTool<Input extends z.ZodObject>(spec: CommandTool<Input>): Tool {
  const { name, title, description, input, failureIsAnswer = false, changes } = spec;
  const isChange = changes !== undefined;
  return {
    name,
    changes: isChange,
    register(server, desk) {
      const annotations = { readOnlyHint: !isChange, destructiveHint: isChange, openWorldHint: isChange };
      const inputSchema: StandardSchemaWithJSON = input;
      server.registerTool(name, { title, description, inputSchema, annotations }, async (given, ctx) => {
        const args = input.parse(given);
        const signal = ctx.mcpReq.signal;
        if (changes !== undefined && args['confirm'] !== true) {
          const preview = spec.preview === undefined ? undefined : await runOn(spec.preview(args, desk), desk, signal);
          return answerOf(preview, { before: askFor(changes(args)) });
        }
        return answerOf(await runOn(spec.argv(args, desk), desk, signal), { failureIsAnswer });
      });
    },
  };
}

function askFor(what: string): string {
  return `Nothing has been done. This ${what}. Ask the user; when they agree, call the tool again with "confirm": true.`;
}

async function runOn(argv: readonly string[], desk: Desk, signal: AbortSignal): Promise<Captured> {
  const { io, captured } = captureIo(desk.io, signal);
  const code = await desk.run(argv, io);
  return { code, ...captured() };
}
