/**
 * Handlers in each language on this machine: how long a process takes from its start to its first answer, and how long a warm one takes
 * to answer, over the Lambda Runtime API; and how large the function is, as it is deployed. The least of several starts counts, since
 * whatever else the machine does makes them longer: `npx tsx bench/languages.ts [starts]`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers, findHandlers } from '../lib/languages/index.ts';
import { LambdaHost } from '../lib/local/index.ts';
import { sampleEvent } from '../test/runtime/sample-event.ts';
import { hasPython } from '../test/support/has-python.ts';
import { hasRuby } from '../test/support/has-ruby.ts';

const STARTS = Number(process.argv[2] ?? 10);
const CALLS = 200;

/** The same handler in each language. */
const SOURCES = {
  typescript: [
    'charge.ts',
    `import { StepHandler } from '@tasker-systems/tasker';
export class Charge extends StepHandler {
  static override handlerName = 'Charge';
  async call() {
    return this.success({ charged: true });
  }
}
`,
  ],
  ...(hasPython && {
    python: [
      'charge.py',
      `from tasker_core import StepHandler


class Charge(StepHandler):
    handler_name = "Charge"

    def call(self, context):
        return self.success({"charged": True})
`,
    ],
  }),
  ...(hasRuby && {
    ruby: [
      'charge.rb',
      `require 'tasker_core'

class Charge < TaskerCore::StepHandler::Base
  def call(context)
    success(result: { charged: true })
  end
end
`,
    ],
  }),
} as const;

const folder = mkdtempSync(join(tmpdir(), 'bench-languages-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const event = JSON.stringify(sampleEvent({ step: { callable: 'Charge' } }));
const rows: Record<string, object> = {};
for (const [language, [name, code]] of Object.entries(SOURCES)) {
  const dir = join(folder, language);
  mkdirSync(dir);
  writeFileSync(join(dir, name), code);
  const { handlers } = findHandlers([join(dir, name)], dir);
  const named = new Map(handlers.map((each) => [each.name, each]));
  const made = (cpu?: 'arm64') => {
    const outDir = join(folder, `${language}-${cpu ?? 'here'}`);
    const { bundle, problems } = bundleHandlers({ dir, handlers: named, outDir, ...(cpu && { cpuOf: () => cpu }) });
    const found = bundle.get('Charge');
    if (found === undefined) throw new Error(JSON.stringify(problems));
    return found;
  };
  const { entry, command } = made();
  const own = { file: entry, timeout: 30, memory: 512, ...(command && { command }) };
  const starts: number[] = [];
  const calls: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const host = new LambdaHost({
      functions: new Map([['charge', own]]),
      environment: { PATH: process.env.PATH },
    });
    starts.push(await timeOf(host));
    if (start === STARTS - 1) for (let call = 0; call < CALLS; call++) calls.push(await timeOf(host));
    host.close();
  }
  const deployed = made('arm64').folder;
  rows[language] = {
    'first answer, ms': Math.min(...starts).toFixed(0),
    'median start': median(starts).toFixed(0),
    'warm call, ms': Math.min(...calls).toFixed(2),
    'median call': median(calls).toFixed(2),
    'kB deployed': (bytesIn(deployed) / 1000).toFixed(0),
    'kB zipped': (zippedBytes(deployed) / 1000).toFixed(0),
  };
}
console.table(rows);
console.log(`${STARTS} starts and ${CALLS} calls of each; load of the machine: ${loadavg()[0]?.toFixed(1)}`);

async function timeOf(host: LambdaHost): Promise<number> {
  const begun = performance.now();
  const { failed, payload } = await host.invoke('charge', event, 'r1');
  if (failed) throw new Error(payload);
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function bytesIn(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

/** As tar packs it and gzip deflates it, which a zip does for each file. */
function zippedBytes(path: string): number {
  const options = { maxBuffer: 256 * 1024 * 1024 };
  return execFileSync('sh', ['-c', 'tar -c . | gzip -9'], { ...options, cwd: path }).length;
}
