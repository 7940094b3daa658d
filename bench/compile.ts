/**
 * How compile time grows: templates of 5, 100 and 1,000 steps of four shapes, each compiled in one process after a warm-up.
 * Beside it, the same text through the YAML parser alone, since no compiler of YAML can be faster. All times are of the processor.
 * Run: npx tsx bench/compile.ts [--against <another checkout>], which compiles with that in turns.
 */
import { parseDocument } from 'yaml';
import { compileTemplate } from '../lib/compile.ts';
import { otherModule, ratioOf } from './against.ts';

function lanes(count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) => (step === 0 ? [] : step < 10 ? [0] : [step - 9]));
}

function crossed(count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) =>
    step < 10 ? [] : step % 7 === 0 ? [step - 10, step - 9] : [step - 10],
  );
}

/** A chain in which each step is followed by one of its own besides: groups lie in one another as deep as it is long. */
function comb(count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) => (step === 0 ? [] : [step % 2 === 1 ? step - 1 : step - 2]));
}

/** Each step depends on two of the 30 before it, which a fixed seed draws. */
function irregular(count: number): readonly (readonly number[])[] {
  let seed = 7;
  const before = (step: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return step - 1 - Math.floor((seed / 2_147_483_648) * 30);
  };
  return Array.from({ length: count }, (_, step) =>
    step < 20 ? [] : [...new Set([before(step), before(step)])].filter((other) => other >= 0),
  );
}

function templateOf(graph: readonly (readonly number[])[]): string {
  const steps = graph.map((dependencies, step) =>
    [
      `  - name: step_${step}`,
      `    handler: { callable: Bench::Handler${step} }`,
      `    dependencies: [${dependencies.map((other) => `step_${other}`).join(', ')}]`,
      '    retry: { max_attempts: 3, backoff: exponential, backoff_base_ms: 2000, max_backoff_ms: 30000 }',
    ].join('\n'),
  );
  return `name: bench\nnamespace_name: bench\nversion: 1.0.0\nsteps:\n${steps.join('\n')}\n`;
}

/** Milliseconds of processor time that each of several works takes, in turns: what else the machine does makes clocks useless. */
function medians(works: readonly (() => void)[], times: number): readonly number[] {
  const taken = works.map((): number[] => []);
  for (let round = 0; round < times; round += 1) {
    for (const [index, work] of works.entries()) {
      const before = process.cpuUsage();
      work();
      taken[index]?.push(process.cpuUsage(before).user / 1000);
    }
  }
  return taken.map((each) => each.sort((a, b) => a - b)[each.length >> 1] ?? 0);
}

/** Of all machines that a template becomes. */
function bytesOf(outcome: ReturnType<typeof compileTemplate> | undefined): number | undefined {
  const { value } = outcome ?? {};
  return value?.children.reduce((sum, child) => sum + child.definitionBytes, value.definitionBytes);
}

interface Compile {
  readonly compileTemplate: typeof compileTemplate;
}
const other = await otherModule<Compile>('lib/compile.ts');
const compilers: readonly Compile[] = [{ compileTemplate }, ...(other === undefined ? [] : [other])];

const rows = [];
for (const [shape, build] of Object.entries({ lanes, crossed, comb, irregular })) {
  for (const steps of [5, 10, 100, 1000]) {
    const text = templateOf(build(steps));
    const times = steps === 1000 ? 5 : 30;
    const [now, ...before] = compilers.map((one) => one.compileTemplate(text, { file: 'bench.yaml' }));
    const [ms = 0, msBefore] = medians(
      compilers.map((one) => () => void one.compileTemplate(text, { file: 'bench.yaml' })),
      times,
    );
    const [exact = 0, exactBefore] = medians(
      compilers.map((one) => () => void one.compileTemplate(text, { file: 'bench.yaml', sync: 'exact' })),
      times,
    );
    const [yaml = 0] = medians([() => void parseDocument(text)], times);
    const bytes = bytesOf(now);
    const bytesBefore = bytesOf(before[0]);
    rows.push({
      shape,
      steps,
      'compile ms': ms.toFixed(1),
      ...(msBefore !== undefined && { 'before ms': msBefore.toFixed(1), faster: ratioOf(ms, msBefore) }),
      'exact ms': exact.toFixed(1),
      ...(exactBefore !== undefined && {
        'exact before ms': exactBefore.toFixed(1),
        'exact faster': ratioOf(exact, exactBefore),
      }),
      'yaml parse ms': yaml.toFixed(1),
      'bytes of all machines': bytes ?? now?.diagnostics.map((each) => each.message).join(' '),
      ...(bytesBefore !== undefined && bytes !== undefined && { smaller: ratioOf(bytes, bytesBefore) }),
    });
  }
}
console.table(rows);
