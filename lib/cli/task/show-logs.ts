import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskerClient, TaskLogLine } from '../../client/index.ts';
import { ownFrames } from '../../client/view/own-frames.ts';
import { coloursFor, type Colours } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { endpointOf } from './connection.ts';
import { fromProject } from './from-project.ts';
import type { LogsFlags } from './task-flags.ts';

/** Between two looks at the logs; each look reads them from their beginning, since lines may come late. */
const PAUSE_MS = 2_000;
/** CloudWatch Logs shows a line some seconds after it was written. */
const LAST_LOOK_MS = 6_000;

/** Prints what the functions of a task have logged; with `--follow`, line by line until it has ended. */
export async function showLogs(client: TaskerClient, id: string, flags: LogsFlags, io: CliIo): Promise<ExitCode> {
  const { step, attempt } = flags;
  const filter = { ...(step !== undefined && { step }), ...(attempt !== undefined && { attempt }) };
  if (flags.follow === true) return follow(() => client.readLogs(id, filter), client, id, flags, io);
  const lines = await client.readLogs(id, filter);
  if (flags.json === true) printJson(lines, io);
  else lines.forEach((line) => io.stdout.write(lineText(line, coloursFor(io.stdout, io))));
  if (lines.length === 0) io.stderr.write(`${NONE}\n`);
  return ExitCode.ok;
}

const NONE = 'There are no lines. CloudWatch Logs shows them some seconds after they were written.';

async function follow(
  read: () => Promise<readonly TaskLogLine[]>,
  client: TaskerClient,
  id: string,
  flags: LogsFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { json } = flags;
  const told = new Set<string>();
  const stopped = new AbortController();
  const stopListening = io.onInterrupt(() => {
    stopped.abort();
  });
  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: stopped.signal }).catch((error: unknown) => {
      if (!stopped.signal.aborted) throw error;
    });
  const tell = async () => {
    for (const line of await read()) {
      const text = JSON.stringify(line);
      if (told.has(text)) continue;
      told.add(text);
      io.stdout.write(json === true ? `${text}\n` : lineText(line, coloursFor(io.stdout, io)));
    }
  };
  try {
    while (!stopped.signal.aborted) {
      const { stoppedAt } = await client.viewTask(id);
      await tell();
      if (stoppedAt === undefined) await pause(PAUSE_MS);
      else {
        // An engine of one's own shows its lines at once.
        if (endpointOf(flags, io.env)?.startsWith('http://') !== true) await pause(LAST_LOOK_MS).then(tell);
        break;
      }
    }
  } finally {
    stopListening();
  }
  return ExitCode.ok;
}

/** The time of day, the step with its attempt, the level, what the line says, and its own fields; below it the stack. */
function lineText({ timestamp, level, step, attempt, message, fields: all }: TaskLogLine, colours: Colours): string {
  const { stack, ...fields } = all;
  const trace = typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const who = `${step ?? ''}${attempt === null || attempt === 1 ? '' : ` #${attempt}`}`;
  const rest = Object.keys(fields).length === 0 ? '' : ` ${colours.dim(JSON.stringify(fields))}`;
  const mark = level === 'ERROR' ? colours.red(level) : level === 'WARN' ? colours.yellow(level) : level;
  const text = [colours.dim(timestamp.slice(11, 23)), colours.bold(who), mark, message].filter((part) => part !== '');
  return [`${text.join('  ')}${rest}`, ...ownFrames(trace).map((frame) => colours.dim(fromProject(frame))), ''].join(
    '\n',
  );
}
