/**
 * How large machines are: bytes, states and transitions per step, of the example that people see first, of a chain, of branches
 * side by side, and over real and random graphs. Reads real workflow graphs from ../shared/data/dags if there are any.
 * Run: npx tsx bench/size.ts [--against <another checkout>], which adds what that makes of them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileTemplate } from '../lib/compile.ts';
import type { SubMachine } from '../lib/states-language/types.ts';
import { otherModule, ratioOf } from './against.ts';
import { mean } from './plan/measure-planner.ts';
import { randomWorkloads, storedWorkloads, type Workload } from './plan/workload.ts';

const folder = fileURLToPath(new URL('../../shared/data/dags', import.meta.url));
const example = fileURLToPath(new URL('../templates/microservices/user_registration.yaml', import.meta.url));
const stored = existsSync(folder) ? storedWorkloads(folder) : [];

const sets: Readonly<Record<string, readonly string[]>> = {
  'user registration': [readFileSync(example, 'utf8')],
  'a chain of 100 steps': [templateOf(Array.from({ length: 100 }, (_, step) => (step === 0 ? [] : [step - 1])))],
  'one step, and 100 branches after it': [templateOf([[], ...Array.from({ length: 100 }, () => [0])])],
  'real graphs, up to 350 steps': stored.filter(({ steps }) => steps.length <= 350).map(fromWorkload),
  'random graphs, 5 to 20 steps': randomWorkloads(10, [5, 20]).map(fromWorkload),
  'random graphs, 50 to 100 steps': randomWorkloads(5, [50, 100]).map(fromWorkload),
  'random graphs, 200 steps': randomWorkloads(1, [200, 200]).map(fromWorkload),
};

interface Compile {
  readonly compileTemplate: typeof compileTemplate;
}
const other = await otherModule<Compile>('lib/compile.ts');

console.table(
  Object.fromEntries(
    Object.entries(sets)
      .filter(([, templates]) => templates.length > 0)
      .map(([label, templates]) => {
        const now = templates.map((text) => measure(text, { compileTemplate }));
        return [label, { ...rowOf(now.map(sizeOf)), ...(other !== undefined && changeOf(now, templates, other)) }];
      }),
  ),
);

interface Size {
  readonly steps: number;
  readonly bytes: number;
  readonly states: number;
  readonly transitions: number;
}

/** The size of a template's machine; what is wrong with the template, where there is none. */
function measure(text: string, compiler: Compile): Size | string {
  const { value, diagnostics } = compiler.compileTemplate(text, { file: 'bench.yaml' });
  if (value === undefined) return diagnostics.map(({ message }) => message).join(' ');
  const { manifest, definition, definitionBytes, transitions } = value;
  return { steps: manifest.steps.length, bytes: definitionBytes, states: countStates(definition), transitions };
}

function sizeOf(measured: Size | string): Size {
  if (typeof measured === 'string') throw new Error(measured);
  return measured;
}

function countStates({ States }: SubMachine): number {
  return Object.values(States).reduce((sum, state) => {
    const inner = state.Type === 'Parallel' ? state.Branches : [];
    return sum + 1 + inner.reduce((count, machine) => count + countStates(machine), 0);
  }, 0);
}

function rowOf(sizes: readonly Size[]): Readonly<Record<string, number | string>> {
  const perStep = (pick: (size: Size) => number) => sizes.map((size) => pick(size) / size.steps);
  const bytes = perStep((size) => size.bytes);
  return {
    templates: sizes.length,
    steps: sizes.reduce((sum, { steps }) => sum + steps, 0),
    'bytes per step': Math.round(mean(bytes)),
    'at most': Math.round(Math.max(...bytes)),
    'of all steps': Math.round(
      sizes.reduce((sum, size) => sum + size.bytes, 0) / sizes.reduce((sum, size) => sum + size.steps, 0),
    ),
    'states per step': mean(perStep(({ states }) => states)).toFixed(2),
    'transitions per step': mean(perStep(({ transitions }) => transitions)).toFixed(2),
  };
}

/** How much larger it was before, by three measures, and how many templates were too large for it. */
function changeOf(
  now: readonly (Size | string)[],
  templates: readonly string[],
  other: Compile,
): Readonly<Record<string, number | string>> {
  const pairs = templates.flatMap((text, index) => {
    const before = measure(text, other);
    return typeof before === 'string' ? [] : [{ now: sizeOf(now[index] ?? ''), before }];
  });
  const ratio = (pick: (size: Size) => number) =>
    ratioOf(
      pairs.reduce((sum, pair) => sum + pick(pair.now), 0),
      pairs.reduce((sum, pair) => sum + pick(pair.before), 0),
    );
  return {
    'bytes before': ratio(({ bytes }) => bytes),
    'states before': ratio(({ states }) => states),
    'transitions before': ratio(({ transitions }) => transitions),
    'refused before': templates.length - pairs.length,
  };
}

function fromWorkload({ steps, order }: Workload): string {
  return templateOf(
    order.predecessors.map((predecessors) => predecessors),
    steps.map((name) => name.replace(/\W+/g, '_')),
  );
}

function templateOf(graph: readonly (readonly number[])[], names = graph.map((_, step) => `step_${step}`)): string {
  const steps = graph.map((dependencies, step) => ({
    name: names[step],
    handler: { callable: `Bench::Handler${step}` },
    dependencies: dependencies.map((other) => names[other]),
    retry: { max_attempts: 3, backoff: 'exponential', backoff_base_ms: 2000, max_backoff_ms: 30_000 },
  }));
  return JSON.stringify({ name: 'bench', namespace_name: 'bench', version: '1.0.0', steps });
}
