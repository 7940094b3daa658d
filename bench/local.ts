/**
 * Speed of the local engine in this process, built as it is published, in virtual time, with the npm package aws-local-stepfunctions beside it where it
 * can run the machine: `npx tsx bench/local.ts`. The peer is installed into a folder of its own, and left out when the
 * registry cannot be reached. With `--against <another checkout>`, the engine of that takes its turn, too.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { bindFunctions } from '../lib/asl/functions/bind-functions.ts';
import type { State, StateMachine, SubMachine } from '../lib/states-language/types.ts';
import { compileTemplate } from '../lib/compile.ts';
import { otherCheckout } from './against.ts';
import type { JsonValue } from '../lib/json.ts';
import type * as Engine from '../lib/local/index.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const PEER = { name: 'aws-local-stepfunctions', version: '3.0.0' };
const TEMPLATE = 'templates/microservices/user_registration.yaml';
const ANSWER = { result: { id: 1, status: 'active' }, after: [] };
const INPUT = { context: { user_info: { name: 'Ada', email: 'ada@example.com' } } };

function task(next?: string): State {
  return {
    Type: 'Task',
    Resource: LAMBDA,
    Parameters: { FunctionName: 'f', 'Payload.$': '$' },
    ResultSelector: { 'result.$': '$.result' },
    ResultPath: '$.last',
    ...(next === undefined ? { End: true } : { Next: next }),
  };
}

const wide: StateMachine = {
  StartAt: 'P',
  States: {
    P: {
      Type: 'Parallel',
      Branches: Array.from({ length: 100 }, (_, index) => ({
        StartAt: `S${String(index)}`,
        States: { [`S${String(index)}`]: task() },
      })),
      End: true,
    },
  },
};

const chain: StateMachine = {
  StartAt: 'S0',
  States: Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `S${String(index)}`,
      task(index < 39 ? `S${String(index + 1)}` : undefined),
    ]),
  ),
};

/** The chain in JSONata: two expressions for each state. */
const jsonataChain: StateMachine = {
  QueryLanguage: 'JSONata',
  StartAt: 'S0',
  States: Object.fromEntries(
    Object.keys(chain.States).map((name, index): [string, State] => [
      name,
      {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
        Output: '{% { "last": $states.result.result } %}',
        ...(index < 39 ? { Next: `S${String(index + 1)}` } : { End: true }),
      },
    ]),
  ),
};

function userRegistration(): StateMachine {
  const compiled = compileTemplate(readFileSync(TEMPLATE, 'utf8'), { file: TEMPLATE }).value;
  if (compiled === undefined) throw new Error('The template does not compile.');
  return bindFunctions(compiled.definition);
}

/** The engine in one file. The loader that runs this file would name each function anew whenever it is made, which takes longer than most of them. */
async function buildEngine(root: string, name: string): Promise<typeof Engine> {
  const outfile = resolve(`node_modules/.cache/${name}.mjs`);
  await build({
    entryPoints: [resolve(root, 'lib/local/index.ts')],
    ...{ outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm', packages: 'external' },
  });
  return (await import(pathToFileURL(outfile).href)) as typeof Engine;
}

const engine = await buildEngine('.', 'bench-engine');
const { startExecution, virtualClock } = engine;
const folder = otherCheckout();
const before = folder === undefined ? undefined : await buildEngine(folder, 'bench-engine-before');

type Run = (definition: StateMachine) => Promise<unknown>;

/** Runs a machine once with handlers that answer at once. */
const runWith =
  (own: typeof Engine): Run =>
  async (definition) => {
    const clock = own.virtualClock();
    const { finished, history } = own.startExecution({ definition, input: INPUT, clock, invoke: async () => ANSWER });
    const { status, cause } = await finished;
    if (status !== 'SUCCEEDED') throw new Error(`The execution ended ${status}: ${cause ?? ''}`);
    return history;
  };
const ours = runWith(engine);

/** The peer, installed when it is not there yet; undefined, with a line that says why, when that fails. */
async function loadPeer(): Promise<Run | undefined> {
  const folder = resolve('node_modules/.cache/bench-peer');
  const home = `${folder}/node_modules/${PEER.name}`;
  try {
    if (!existsSync(home)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/package.json`, '{"private":true}');
      const quiet = [
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '--fetch-retries=0',
        '--loglevel=error',
      ];
      execFileSync('npm', ['install', '--prefix', folder, ...quiet, `${PEER.name}@${PEER.version}`], {
        stdio: 'pipe',
        timeout: 120_000,
      });
    }
    // It wants Node 22; this is all that it misses in Node 20.
    (Promise as any).withResolvers ??= () => {
      const settle: any = {};
      settle.promise = new Promise((...functions) => ([settle.resolve, settle.reject] = functions));
      return settle;
    };
    const module: any = await import(pathToFileURL(`${home}/build/main.node.esm.js`).href);
    return async (definition) => {
      const names = taskNames(definition);
      const overrides = {
        taskResourceLocalHandlers: Object.fromEntries(names.map((name) => [name, async () => ANSWER])),
      };
      return new module.StateMachine(definition, { validationOptions: { noValidate: true } }).run(INPUT, {
        overrides,
        // It has no context object of its own.
        context: {
          Execution: { Id: 'arn', Name: 'bench', StartTime: '2025-01-01T00:00:00.000Z', Input: INPUT },
          State: { RetryCount: 0 },
        },
      }).result;
    };
  } catch (error) {
    console.log(`Without ${PEER.name}, which could not be installed or loaded: ${firstLine(error)}`);
    return undefined;
  }
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as Error & { readonly stderr?: Buffer };
  return (stderr?.toString().trim() || message).split('\n')[0] ?? '';
}

function taskNames(machine: SubMachine): readonly string[] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    if (state.Type === 'Parallel') return state.Branches.flatMap(taskNames);
    return state.Type === 'Task' ? [name] : [];
  });
}

/** Milliseconds of processor time, and of the clock, that one run takes. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

async function costOf(run: Run, definition: StateMachine, runs: number): Promise<Cost> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (let index = 0; index < runs; index += 1) await run(definition);
  const wall = performance.now() - began;
  return { cpu: process.cpuUsage(cpu).user / 1_000 / runs, wall: wall / runs };
}

const ROUNDS = 11;

/** What a run of each engine costs: the engines take turns, since other work makes the machine slower for a while. */
async function measure(engines: readonly Run[], definition: StateMachine, runs: number): Promise<readonly Cost[][]> {
  const costs: Cost[][] = engines.map(() => []);
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const [index, run] of engines.entries()) {
      const cost = await costOf(run, definition, Math.ceil(runs / ROUNDS));
      // The first rounds are to warm up.
      if (round >= 0) costs[index]!.push(cost);
    }
  }
  return costs;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

/** Heap that a finished execution keeps while its history is held. */
async function measureMemory(definition: StateMachine, count: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const invoke = async (): Promise<JsonValue> => ANSWER;
  collect();
  const before = process.memoryUsage().heapUsed;
  const clock = virtualClock();
  const executions = Array.from({ length: count }, (_, seed) =>
    startExecution({ definition, input: INPUT, clock, invoke, seed }),
  );
  await Promise.all(executions.map(({ finished }) => finished));
  collect();
  return (process.memoryUsage().heapUsed - before) / executions.length;
}

const registration = userRegistration();
const peer = await loadPeer();
const rows: Record<string, string | number>[] = [];
for (const [name, definition, runs, comparable] of [
  ['user registration', registration, 11_000, true],
  ['100 branches', wide, 220, true],
  ['chain of 40', chain, 440, false],
  ['chain of 40, JSONata', jsonataChain, 110, false],
] as const) {
  const history = (await ours(definition)) as readonly { readonly type: string }[];
  const states = history.filter(({ type }) => type.endsWith('StateEntered')).length;
  const engines = new Map<string, Run>([
    ['tasker-sfn', ours],
    ...(before === undefined ? [] : ([['before', runWith(before)]] as const)),
    ...(comparable && peer !== undefined ? ([[`${PEER.name} ${PEER.version}`, peer]] as const) : []),
  ]);
  const names = [...engines.keys()];
  const costs = await measure([...engines.values()], definition, runs);
  for (const [index, each] of costs.entries()) {
    const cpu = median(each.map((cost) => cost.cpu));
    // Of each round by itself.
    const ratio = median(each.map((cost, round) => cost.cpu / costs[0]![round]!.cpu));
    rows.push({
      machine: name,
      engine: names[index]!,
      'ms per execution': median(each.map(({ wall }) => wall)).toFixed(3),
      'CPU ms per execution': cpu.toFixed(3),
      'CPU µs per state': ((1_000 * cpu) / states).toFixed(1),
      'CPU against ours': `${ratio.toFixed(2)} ×`,
    });
  }
}
console.table(rows);
const kept = await measureMemory(registration, 2_000);
console.log(`2,000 at once: ${(kept / 1_024).toFixed(1)} KiB kept per finished user registration, history included`);
