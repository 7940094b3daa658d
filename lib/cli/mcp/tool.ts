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
  /** The command, such as `task get`. */
  readonly command: string;
  /** The arguments that stand behind the command by themselves. Each of the others is the flag of its name. */
  readonly operands?: readonly (keyof z.output<Input> & string)[];
  /** What the command needs beside its arguments, which the user has said to the server, and no assistant can say otherwise. */
  readonly reaches?: 'service' | 'handlers';
  readonly input: Input;
  /** Whether the end of the command with 1 is an answer, as that a template has mistakes, and no failure of the tool. */
  readonly failureIsAnswer?: boolean;
  /** What a tool does that changes something, such as "cancels the task"; it asks for `confirm`. */
  readonly changes?: (args: z.output<Input>) => string;
}

/** Makes a tool of a command. */
export function commandTool<Input extends z.ZodObject>(spec: CommandTool<Input>): Tool {
  const { name, title, description, input, failureIsAnswer = false, changes, command, operands = [] } = spec;
  const isChange = changes !== undefined;
  return {
    name,
    changes: isChange,
    register(server, desk) {
      const annotations = { readOnlyHint: !isChange, destructiveHint: isChange, openWorldHint: isChange };
      const inputSchema: StandardSchemaWithJSON = input;
      server.registerTool(name, { title, description, inputSchema, annotations }, async (given, ctx) => {
        const { confirm, ...args } = input.parse(given);
        const signal = ctx.mcpReq.signal;
        const settings = settingsOf(spec.reaches, desk.flags);
        if (changes !== undefined && confirm !== true) {
          // What is there already is shown before it is changed.
          const task = args['id'] === undefined ? undefined : argvOf('task get', ['id'], { id: args['id'] }, settings);
          const preview = task && (await runOn(task, desk, signal));
          return answerOf(preview, { before: askFor(changes(input.parse(given))) });
        }
        return answerOf(await runOn(argvOf(command, operands, args, settings), desk, signal), { failureIsAnswer });
      });
    },
  };
}

/** The command line of a call. Each flag has its value in the same word, so that no value is taken for a flag. */
function argvOf(
  command: string,
  operands: readonly string[],
  args: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>>,
): readonly string[] {
  const given = Object.entries({ ...settings, ...args }).filter(([name]) => !operands.includes(name));
  const last = operands.flatMap((name) => args[name] as string | readonly string[]);
  return [...command.split(' '), '--json', ...given.flatMap(([name, value]) => flagsOf(name, value)), '--', ...last];
}

/** An argument as a flag: a list gives the flag of one of it several times, and an object is JSON. */
function flagsOf(name: string, value: unknown): readonly string[] {
  const flag = `--${name.replaceAll('_', '-')}`;
  if (value === undefined || value === false) return [];
  if (value === true) return [flag];
  if (Array.isArray(value)) return value.map((each) => `${flag.replace(/s$/, '')}=${String(each)}`);
  return [`${flag}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
}

function settingsOf(reaches: 'service' | 'handlers' | undefined, flags: McpFlags): Readonly<Record<string, unknown>> {
  const { endpoint, region, profile, prefix, handlers } = flags;
  if (reaches === undefined) return {};
  return reaches === 'handlers' ? { handlers } : { endpoint, region, profile, prefix };
}

function askFor(what: string): string {
  return `Nothing has been done. This ${what}. Ask the user; when they agree, call the tool again with "confirm": true.`;
}

async function runOn(argv: readonly string[], desk: Desk, signal: AbortSignal): Promise<Captured> {
  const { io, captured } = captureIo(desk.io, signal);
  const code = await desk.run(argv, io);
  return { code, ...captured() };
}
