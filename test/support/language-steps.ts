import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { JsonObject, JsonValue } from '../../lib/json.ts';

/** An invocation of a step's function in another language, and how its handler behaves. */
export interface StepCall {
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
export interface StepAnswer {
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

/** Programs that run steps of random workflows with the runtime of their language. */
const PROGRAMS = { Python: ['python3', 'python_steps.py'], Ruby: ['ruby', 'ruby_steps.rb'] } as const;

/** A language other than TypeScript. */
export type OtherLanguage = keyof typeof PROGRAMS;

/** A process that runs steps of random workflows in another language. */
export class LanguageSteps {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-steps-'));
  readonly #bus = join(this.#folder, 'events.jsonl');
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: { readonly resolve: (answer: StepAnswer) => void; readonly reject: (error: Error) => void }[] = [];
  #said = '';
  readonly language: OtherLanguage;
  /** The folder in which results and checkpoints lie, for functions in other languages, too. */
  readonly results = pathToFileURL(join(this.#folder, 'results')).href;

  constructor(language: OtherLanguage) {
    this.language = language;
    const env = {
      ...process.env,
      TASKER_SFN_RESULTS_BUCKET: this.results,
      TASKER_SFN_EVENT_BUS: pathToFileURL(this.#bus).href,
    };
    const [program, file] = PROGRAMS[language];
    this.#process = spawn(program, [join(import.meta.dirname, file)], { env });
    this.#process.stderr.on('data', (text) => (this.#said += String(text)));
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as StepAnswer);
    });
    this.#process.on('exit', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended());
    });
  }

  /** Invokes a function. They run one after the other. */
  call(call: StepCall): Promise<StepAnswer> {
    if (this.#process.exitCode !== null) return Promise.reject(this.#ended());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(call)}\n`);
    });
  }

  #ended(): Error {
    return new Error(`${this.language} has ended: ${this.#said}`);
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
