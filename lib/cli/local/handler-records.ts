import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonValue } from '../../json.ts';
import type { CodePlace, FunctionFacts, InvocationLog, Workshop } from '../../console/workshop.ts';
import type { HostedFunction } from '../../local/index.ts';
import type { CliIo } from '../io.ts';
import { firstOwnLine } from '../../languages/index.ts';
import { InvocationLogs, taskOf } from './invocation-logs.ts';
import { invokedStep } from './invoked-step.ts';

/** Tasks whose places are kept. */
const MOST_TASKS = 500;
/** Steps of a task whose places are kept: all workers of a large batch may throw. */
const MOST_PLACES = 1_000;
/** Lines of code before and after the one that is meant. */
const AROUND = 2;

/** What the functions of this process did, for the console. */
export class HandlerRecords implements Workshop {
  readonly failNext: Workshop['failNext'];
  readonly #cwd: string;
  readonly #now: () => number;
  readonly #logs: InvocationLogs;
  /** By task, and by step. */
  readonly #places = new Map<string, Map<string, CodePlace>>();
  readonly #functions = new Map<string, FunctionFacts>();
  #hosted: ReadonlyMap<string, HostedFunction> = new Map();

  /** @param failNext Lets attempts fail: see {@link Workshop}. */
  constructor({ cwd, now }: Pick<CliIo, 'cwd' | 'now'>, failNext: Workshop['failNext']) {
    this.#cwd = cwd;
    this.#now = now;
    this.#logs = new InvocationLogs({ now });
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
    this.#logs.add(functionName, text, event);
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
    if (run === undefined || place === undefined) return;
    const task = taskOf(run);
    const places = this.#places.get(task) ?? new Map<string, CodePlace>();
    putLast(places, step, codeAt(place, this.#cwd), MOST_PLACES);
    putLast(this.#places, task, places, MOST_TASKS);
  };

  logsOf(run: string): readonly InvocationLog[] {
    return this.#logs.of(run);
  }

  placeOf(run: string, step: string): CodePlace | undefined {
    return this.#places.get(taskOf(run))?.get(step);
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
}

/** Makes a value the newest; the oldest goes where there are too many. */
function putLast<T>(values: Map<string, T>, key: string, value: T, most: number): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > most && oldest !== undefined) values.delete(oldest);
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
