/**
 * Two comparisons in one run: `npx tsx bench/synth.ts [runs]`. With `--against <another checkout>`, also with what that makes.
 * 1. Synthesis of 5, 50 and 200 handlers by TaskerWorkflow, and by NodejsFunction with the same state machine.
 * 2. A handler with our runtime, and the bare function that returns the same: bytes of the bundle, and a process of Node
 *    from its start to the end of the first call.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundleHandlers } from '../lib/languages/index.ts';
import { findHandlers } from '../lib/project/index.ts';
import { otherCheckout, otherModule, ratioOf } from './against.ts';
import { sampleEvent } from '../test/runtime/sample-event.ts';
import { timeFirstCall } from './synth/first-call.ts';
import { makeProject, type BenchProject } from './synth/project.ts';

const SAMPLE = 'test/runtime/sample-event.ts';
const STEP = { step: { callable: 'Bench::H0' } };
const RUNS = Number(process.argv[2]) || 3;
const HERE = join(import.meta.dirname, '..');
const before = otherCheckout();

console.table([5, 50, 200].map(compareSynthesis));
console.table(await compareFirstCall());

function compareSynthesis(handlers: number) {
  const project = makeProject(handlers);
  try {
    // One after the other within each run, so that whatever else the machine does meets both.
    const runs = Array.from({ length: handlers > 100 ? 1 : RUNS }, () => ({
      ours: synthesise(HERE, 'ours', project, project.template, project.handlers),
      before:
        before === undefined ? undefined : synthesise(before, 'ours', project, project.template, project.handlers),
      peer: synthesise(HERE, 'peer', project, project.template, ...project.entries),
    }));
    const ours = Math.min(...runs.map((run) => run.ours));
    const peer = Math.min(...runs.map((run) => run.peer));
    const earlier = Math.min(...runs.flatMap((run) => run.before ?? []));
    return {
      handlers,
      'TaskerWorkflow, s': seconds(ours),
      ...(before !== undefined && { 'before, s': seconds(earlier), faster: ratioOf(ours, earlier) }),
      'NodejsFunction, s': seconds(peer),
      ratio: (peer / ours).toFixed(1),
    };
  } finally {
    rmSync(project.root, { recursive: true });
  }
}

/**
 * Milliseconds from the first construct to the last byte of the assembly. Loading CDK, and its own check of the templates,
 * are the same for both and left out.
 */
function synthesise(
  checkout: string,
  who: 'ours' | 'peer',
  { root }: BenchProject,
  ...args: readonly string[]
): number {
  const out = mkdtempSync(join(root, `${who}-`));
  const script = join(checkout, `bench/synth/${who}.ts`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, out, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  rmSync(out, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout.trim().split('\n').at(-1));
}

async function compareFirstCall() {
  const project = makeProject(1);
  try {
    const { value: handlers = new Map() } = findHandlers(project.handlers, project.root);
    const { bundle } = bundleHandlers({ dir: project.handlers, handlers, outDir: join(project.root, 'bundles') });
    const ours = bundle.get('Bench.H0')?.entry ?? '';
    const other = await otherModule<{ readonly bundleHandlers: typeof bundleHandlers }>('lib/languages/index.ts');
    const earlier = other?.bundleHandlers({ dir: project.handlers, handlers, outDir: join(project.root, 'before') });
    const event = sampleEvent(STEP);
    // Each is sent what the state machine of its own checkout would send.
    const itsSample = await otherModule<{ readonly sampleEvent: (changes: typeof STEP) => object }>(SAMPLE);
    const entries = new Map([
      ['with our runtime', { entry: ours, event }],
      ...(earlier === undefined || itsSample === undefined
        ? []
        : [
            [
              'before',
              { entry: earlier.bundle.get('Bench.H0')?.entry ?? '', event: itsSample.sampleEvent(STEP) },
            ] as const,
          ]),
      ['bare function', { entry: buildBare(project.root), event }],
    ]);
    const times = new Map([...entries.keys()].map((name): [string, number[]] => [name, []]));
    // The first round is to warm up.
    for (let round = -1; round < 20; round += 1) {
      for (const [name, { entry, event }] of entries) {
        const time = timeFirstCall(entry, event);
        if (round >= 0) times.get(name)?.push(time);
      }
    }
    const rows = [...entries].map(([name, { entry }]) => [
      name,
      { ...sizes(entry), 'start and first call, ms': median(times.get(name) ?? []) },
    ]);
    return Object.fromEntries(rows) as Readonly<Record<string, object>>;
  } finally {
    rmSync(project.root, { recursive: true });
  }
}

function buildBare(root: string): string {
  const source = join(root, 'bare.ts');
  const folder = join(root, 'bare');
  mkdirSync(folder);
  writeFileSync(
    source,
    'export const handler = async ({ execution }) => ({ result: { step: 0, total: execution.Execution.Input.context.order } });\n',
  );
  const outfile = join(folder, 'index.mjs');
  buildSync({
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
  });
  return outfile;
}

function sizes(bundle: string) {
  return { bytes: statSync(bundle).size, 'bytes, gzipped': gzipSync(readFileSync(bundle)).length };
}

function median(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] as number).toFixed(1);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
