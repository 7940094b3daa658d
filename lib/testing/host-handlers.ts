import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { functionKeys } from '../asl/functions/function-keys.ts';
import { EVENT_BUS_VARIABLE, RESULTS_BUCKET_VARIABLE } from '../contract/environment.ts';
import type { HandlerBundle } from '../languages/index.ts';
import { LambdaHost, type HostedFunction, type LambdaFunction } from '../local/index.ts';
import { folderResultStore } from '../runtime/results/folder-result-store.ts';
import type { BusEvent, LogRecord, ResultStore } from '../runtime/index.ts';

/** Handlers that run in processes of their own, since they are in other languages than the test. */
export interface HostedHandlers {
  /** By canonical callable. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Where all handlers of the run keep results that are too large to travel. */
  readonly results: ResultStore;
  /** Starts their processes, for an execution of the task. Rejects with what is wrong with the code of one. */
  start(): Promise<void>;
  /** The domain events that they have published since they were started. */
  events(): Promise<readonly BusEvent[]>;
  /** Ends the processes, and leaves no files behind: what they have kept is there again when they are started again. */
  stop(): Promise<void>;
}

/** What a bundled function has, in MB, and in seconds: steps are ended by the machine. */
const MEMORY = 256;
const TIMEOUT = 900;

/** Hosts those handlers of a bundle that this process cannot load; undefined where there are none. */
export function hostHandlers(bundle: HandlerBundle, logger: (record: LogRecord) => void): HostedHandlers | undefined {
  const own = [...bundle].filter(([, { command }]) => command !== undefined);
  if (own.length === 0) return undefined;
  const folder = join(tmpdir(), `tasker-sfn-results-${randomUUID()}`);
  const url = pathToFileURL(folder).href;
  const eventsFile = `${folder}.jsonl`;
  // Callables may be what no function can be called.
  const names = functionKeys([...bundle.keys()]);
  const nameOf = (callable: string) => names.get(callable) ?? callable;
  const host = new LambdaHost({
    functions: new Map(
      own.map(([callable, { command, entry, hash }]): [string, HostedFunction] => [
        nameOf(callable),
        { file: entry, ...(command && { command }), version: hash, memory: MEMORY, timeout: TIMEOUT },
      ]),
    ),
    environment: {
      ...process.env,
      LOG_LEVEL: 'TRACE',
      [RESULTS_BUCKET_VARIABLE]: url,
      [EVENT_BUS_VARIABLE]: pathToFileURL(eventsFile).href,
    },
    onOutput: (_, output) => {
      tellOutput(output, logger);
    },
  });
  const functions = own.flatMap(([callable]): [string, LambdaFunction][] => {
    const hosted = host.resolve(nameOf(callable));
    return hosted === undefined ? [] : [[callable, hosted]];
  });
  let kept: ReadonlyMap<string, Buffer> = new Map();
  const stop = async () => {
    host.close();
    kept = await readFolder(folder);
    await Promise.all([folder, eventsFile].map((path) => rm(path, { recursive: true, force: true })));
  };
  return {
    functions: new Map(functions),
    results: folderResultStore(url),
    start: async () => {
      await writeFolder(folder, kept);
      const loading = own.map(([callable]) =>
        host.load(nameOf(callable)).catch((error: unknown) => {
          throw new Error(`the code of "${callable}" fails when it is loaded: ${String(error)}`, { cause: error });
        }),
      );
      await Promise.all(loading).catch(async (error: unknown) => {
        await stop();
        throw error;
      });
    },
    events: () => readEvents(eventsFile),
    stop,
  };
}

/** The files of a folder, by name; of one that is not there none. */
async function readFolder(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = await unlessMissing(readdir(folder), []);
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return new Map(await Promise.all(files));
}

async function writeFolder(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  if (files.size === 0) return;
  await mkdir(folder, { recursive: true });
  await Promise.all([...files].map(([name, bytes]) => writeFile(join(folder, name), bytes)));
}

async function unlessMissing<T>(reading: Promise<T>, instead: T): Promise<T> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  });
}

/** Lines of the runtime are records of the log; what a handler prints beside goes where the test's own words go. */
function tellOutput(output: string, logger: (record: LogRecord) => void): void {
  for (const line of output.split('\n')) {
    if (line.startsWith('{"level":')) logger(JSON.parse(line) as LogRecord);
    else if (line !== '') console.log(line);
  }
}

async function readEvents(file: string): Promise<readonly BusEvent[]> {
  const text = await unlessMissing(readFile(file, 'utf8'), '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const {
        'detail-type': detailType,
        source,
        time,
        resources,
        detail,
        delivery,
      } = JSON.parse(line) as BusEvent & {
        readonly 'detail-type': string;
      };
      return { source, detailType, time, resources, detail, delivery };
    });
}
