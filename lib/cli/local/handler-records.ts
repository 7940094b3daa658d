import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRunName } from '../../contract/run-name.ts';
import type { JsonValue } from '../../json.ts';
import type { CodePlace, FunctionFacts, InvocationLog, Workshop } from '../../console/workshop.ts';
import type { HostedFunction } from '../../local/index.ts';
import type { CliIo } from '../io.ts';
import { firstOwnLine } from '../../languages/index.ts';
import { invocationLog } from './invocation-log.ts';
import { invokedStep } from './invoked-step.ts';

/** Runs whose logs and places are kept. */
const MOST_RUNS = 500;
/** Lines of code before and after the one that is meant. */
const AROUND = 2;

interface RunRecord {
  readonly logs: InvocationLog[];
  /** By step. */
  readonly places: Map<string, CodePlace>;
}

/** What the functions of this process did, for the console. */
export class HandlerRecords implements Workshop {
  readonly failNext: Workshop['failNext'];
  readonly #cwd: string;
  readonly #now: () => number;
  readonly #runs = new Map<string, RunRecord>();
  readonly #functions = new Map<string, FunctionFacts>();
  #hosted: ReadonlyMap<string, HostedFunction> = new Map();

  /** @param failNext Lets attempts fail: see {@link Workshop}. */
  constructor({ cwd, now }: Pick<CliIo, 'cwd' | 'now'>, failNext: Workshop['failNext']) {
    this.#cwd = cwd;
    this.#now = now;
    this.failNext = failNext;
  }

  /** Takes the functions that are served from now on. */
  serve(hosted: ReadonlyMap<string, HostedFunction>): void {
    for (const [name, { version }] of hosted) {
      const before = this.#hosted.get(name);
      const isNew = before !== undefined && before.version !== version;
      if (isNew) this.#change(name, ({ reloads }) => ({ reloads: reloads + 1 }));
    }
    this.#hosted = new Map(hosted);
  }

  /** Takes the log of an invocation. */
  readonly logged = (functionName: string, text: string, event: string): void => {
    this.#change(functionName, ({ invocations }) => ({ invocations: invocations + 1 }));
    const invoked = invokedStep(JSON.parse(event) as JsonValue);
    const { run } = invoked;
    if (run !== undefined) this.#runOf(taskOf(run)).logs.push(invocationLog(invoked, functionName, text, this.#now()));
  };

  /** Takes what a function has thrown. */
  readonly thrown = (functionName: string, trace: readonly string[], event: string): void => {
    const [first = ''] = trace;
    this.#change(functionName, ({ failures }) => ({
      failures: failures + 1,
      lastError: first,
      lastErrorAt: this.#now(),
    }));
    const { run, step } = invokedStep(JSON.parse(event) as JsonValue);
    const place = firstOwnLine(trace, this.#cwd);
    if (run !== undefined && place !== undefined) this.#runOf(taskOf(run)).places.set(step, codeAt(place, this.#cwd));
  };

  logsOf(run: string): readonly InvocationLog[] {
    return this.#runs.get(taskOf(run))?.logs ?? [];
  }

  placeOf(run: string, step: string): CodePlace | undefined {
    return this.#runs.get(taskOf(run))?.places.get(step);
  }

  functions(): readonly FunctionFacts[] {
    return [...this.#hosted]
      .map(([name, { memory, timeout }]) => ({
        ...this.#factsOf(name),
        ...(memory !== undefined && { memory }),
        ...(timeout !== undefined && { timeout }),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  #factsOf(name: string): FunctionFacts {
    return this.#functions.get(name) ?? { name, invocations: 0, failures: 0, reloads: 0 };
  }

  #change(name: string, change: (facts: FunctionFacts) => Partial<FunctionFacts>): void {
    const facts = this.#factsOf(name);
    this.#functions.set(name, { ...facts, ...change(facts) });
  }

  #runOf(run: string): RunRecord {
    const record = this.#runs.get(run) ?? { logs: [], places: new Map() };
    this.#runs.delete(run);
    this.#runs.set(run, record);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > MOST_RUNS && oldest !== undefined) this.#runs.delete(oldest);
    return record;
  }
}

/** What the executions of a task have in common: a repaired one goes on in another. */
function taskOf(execution: string): string {
  return readRunName(execution).base;
}

/** The lines around a place such as `lambdas/shop/charge.ts:14:9`. */
function codeAt(place: string, cwd: string): CodePlace {
  const [, path = '', row = '1', column = '1'] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  const file = resolve(cwd, path);
  const first = Math.max(1, Number(row) - AROUND);
  const lines = linesOf(file).slice(first - 1, Number(row) + AROUND);
  return {
    place,
    editorUrl: `vscode://file${pathToFileURL(file).pathname}:${row}:${column}`,
    code: lines.map((text, index) => ({ number: first + index, text, isMeant: first + index === Number(row) })),
  };
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    // It was there when it was bundled; the place is told without its lines.
    return [];
  }
}
