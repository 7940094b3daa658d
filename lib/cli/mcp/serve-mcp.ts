import { type Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import packageJson from '../../../package.json' with { type: 'json' };
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import type { McpFlags } from './mcp-flags.ts';
import type { Desk } from './tool.ts';
import { tools } from './tools.ts';

const INSTRUCTIONS = `tasker-sfn compiles Tasker task templates (YAML) to AWS Step Functions state machines. Paths are relative to the
project in which the server runs. Call "validate" after each change of a template, and "explain_diagnostic" for a code that it
reports. "run" runs a task on this machine, in virtual time, with the project's own handlers. Tools that start or change a task
ask for "confirm": show the user what they answer before you confirm.`;

/** Serves assistants over the Model Context Protocol until they end their side. */
export async function serveMcp(
  flags: McpFlags,
  input: Readable,
  { run, io }: Pick<Desk, 'run' | 'io'>,
): Promise<ExitCode> {
  const offered = tools.filter(({ changes }) => !(changes && flags.readOnly === true));
  const makeServer = () => {
    const { version } = packageJson;
    const server = new McpServer({ name: 'tasker-sfn', version }, { instructions: INSTRUCTIONS });
    for (const tool of offered) tool.register(server, { run, io, flags });
    return server;
  };
  const handle = serveStdio(makeServer, {
    transport: new StdioServerTransport(input, writableOf(io)),
    onerror: ({ message }) => io.stderr.write(`${message}\n`),
  });
  const interrupted = new Promise<void>((resolve) => {
    io.onInterrupt(resolve);
  });
  await Promise.race([finished(input, { writable: false }).catch(() => undefined), interrupted]);
  await handle.close();
  return ExitCode.ok;
}

function writableOf({ stdout }: CliIo): Writable {
  return new Writable({
    write(chunk, _, done) {
      stdout.write(String(chunk));
      done();
    },
  });
}
