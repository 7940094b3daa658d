/**
 * What the runtime adds to a cold start: the smallest step handler, bundled as it is deployed, beside a bare function that replies
 * the same. Each start is a process of its own, in turn; the time counts from the import of the function to its first reply, with
 * the environment that Lambda gives: `npx tsx bench/cold-start.ts [starts]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers, findHandlers } from '../lib/languages/index.ts';
import { sampleEvent } from '../test/runtime/sample-event.ts';

const STARTS = Number(process.argv[2] ?? 40);

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const source = write(
  'smallest.ts',
  `import { StepHandler } from 'tasker-sfn/runtime';
export class Smallest extends StepHandler {
  static handlerName = 'Smallest';
  async call() {
    return this.success({ ok: true });
  }
}
`,
);
const { handlers } = findHandlers([source], folder);
const { bundle, problems } = bundleHandlers({
  dir: folder,
  handlers: new Map(handlers.map((handler) => [handler.name, handler])),
  outDir: join(folder, 'out'),
});
const smallest = bundle.get('Smallest');
if (smallest === undefined) throw new Error(`The handler cannot be bundled: ${JSON.stringify(problems)}`);

const bare = write('bare.mjs', `export const handler = async () => ({ result: { ok: true } });\n`);
const start = write(
  'start.mjs',
  `const cpu = process.cpuUsage();
const began = performance.now();
const { handler } = await import(process.argv[2]);
const loaded = performance.now();
const reply = await handler(${JSON.stringify(sampleEvent({ step: { callable: 'Smallest' } }))}, { awsRequestId: 'r' });
const replied = performance.now();
const { user, system } = process.cpuUsage(cpu);
if (reply.result.ok !== true) throw new Error('The function did not reply.');
process.stderr.write(JSON.stringify([loaded - began, replied - loaded, replied - began, (user + system) / 1000]));
`,
);

const environment = { PATH: process.env.PATH, AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' };

function startOnce(module: string): readonly number[] {
  const { stderr, status } = spawnSync(process.execPath, [start, module], { encoding: 'utf8', env: environment });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stderr) as number[];
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const times: Record<'step handler' | 'bare function', (readonly number[])[]> = {
  'step handler': [],
  'bare function': [],
};
for (let index = 0; index < STARTS; index += 1) {
  times['step handler'].push(startOnce(smallest.entry));
  times['bare function'].push(startOnce(bare));
}
const columns = ['load, ms', 'first reply, ms', 'both, ms', 'CPU, ms'];
const row = (of: (index: number) => number) =>
  Object.fromEntries(columns.map((name, index) => [name, of(index).toFixed(2)]));
const of = (name: keyof typeof times) => row((index) => median(times[name].map((each) => each[index] ?? 0)));
const added = row((index) =>
  median(times['step handler'].map((each, at) => (each[index] ?? 0) - (times['bare function'][at]?.[index] ?? 0))),
);
console.table({ 'step handler': of('step handler'), 'bare function': of('bare function'), added });
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(
  `The smallest handler's bundle: ${kB(smallest.bytes)}; beside it, for later: ${kB(smallest.laterBytes ?? 0)}`,
);
