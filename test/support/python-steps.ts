import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { JsonObject, JsonValue } from '../../lib/json.ts';

/** An invocation of a step's function in Python, and how its handler behaves. */
export interface PythonCall {
  readonly event: unknown;
  readonly callable: string;
  /** What the runs of the handler do that are still to come. */
  readonly runs: readonly string[];
  readonly retryAfter: number;
  readonly result: JsonObject;
  readonly outcome: JsonObject;
  readonly ballast: string;
  readonly events: JsonObject;
}

/** What came of it: a reply, an error, or nothing, since the process has gone. */
export interface PythonAnswer {
  readonly reply?: JsonValue;
  readonly error?: string;
  readonly message?: string;
  readonly gone?: 'crash' | 'timeout';
  /** The runs of the handler, in order. */
  readonly runs: readonly {
    readonly attempt: number;
    readonly results: JsonObject;
    readonly yields: number;
  }[];
}

/** A process that runs steps of random workflows with the runtime for Python. */
export class PythonSteps {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-python-'));
  readonly #bus = join(this.#folder, 'events.jsonl');
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: { readonly resolve: (answer: PythonAnswer) => void; readonly reject: (error: Error) => void }[] =
    [];
  #said = '';
  /** The folder in which results and checkpoints lie, for functions in other languages, too. */
  readonly results = pathToFileURL(join(this.#folder, 'results')).href;

  constructor() {
    const env = {
      ...process.env,
      TASKER_SFN_RESULTS_BUCKET: this.results,
      TASKER_SFN_EVENT_BUS: pathToFileURL(this.#bus).href,
    };
    this.#process = spawn('python3', [join(import.meta.dirname, 'python_steps.py')], { env });
    this.#process.stderr.on('data', (text) => (this.#said += String(text)));
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as PythonAnswer);
    });
    this.#process.on('exit', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended());
    });
  }

  /** Invokes a function. They run one after the other. */
  call(call: PythonCall): Promise<PythonAnswer> {
    if (this.#process.exitCode !== null) return Promise.reject(this.#ended());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(call)}\n`);
    });
  }

  #ended(): Error {
    return new Error(`Python has ended: ${this.#said}`);
  }

  /** The events that were published, in order. */
  events(): readonly { readonly 'detail-type': string; readonly detail: JsonObject }[] {
    if (!existsSync(this.#bus)) return [];
    const lines = readFileSync(this.#bus, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as { 'detail-type': string; detail: JsonObject });
  }

  /** Forgets what earlier workflows have left. */
  reset(): void {
    rmSync(this.#bus, { force: true });
    rmSync(new URL(this.results), { recursive: true, force: true });
    mkdirSync(new URL(this.results));
  }

  close(): void {
    this.#process.stdin.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
