import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { divide } from '../../lib/graph/divide.ts';
import { partialOrder, type PartialOrder } from '../../lib/graph/partial-order.ts';
import { families, lognormal, randomGraph, seeded } from '../../test/plan/random-graph.ts';

/** A graph to plan, and how long its steps really take. */
export interface Workload {
  readonly name: string;
  readonly steps: readonly string[];
  readonly order: PartialOrder;
  /** In ms. */
  readonly durations: readonly number[];
}

interface StoredGraph {
  readonly name: string;
  readonly tasks: readonly { readonly id: string; readonly seconds: number; readonly deps: readonly string[] }[];
}

/** The graphs of a folder of JSON files: `{name, tasks: [{id, seconds, deps}]}`. */
export function storedWorkloads(folder: string): readonly Workload[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { name, tasks } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as StoredGraph;
      const sorted = tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const elementOf = new Map(sorted.map(({ id }, element) => [id, element]));
      return {
        name,
        steps: sorted.map(({ id }) => id),
        order: partialOrder(sorted.map(({ deps }) => deps.map((dependency) => elementOf.get(dependency)!))),
        durations: sorted.map(({ seconds }) => Math.max(1, Math.round(1000 * seconds))),
      };
    });
}

/** `count` random graphs of each family that are not series-parallel, with lognormal durations. */
export function randomWorkloads(count: number, [smallest, largest]: readonly [number, number]): readonly Workload[] {
  return families
    .filter((family) => family !== 'series-parallel')
    .flatMap((family, index) => {
      const found: Workload[] = [];
      for (let seed = 100_000 * (index + 1); found.length < count; seed++) {
        const random = seeded(seed);
        const size = smallest + Math.floor(random() * (largest - smallest + 1));
        const order = partialOrder(randomGraph(family, size, seed));
        if (isSeriesParallel(order)) continue;
        const steps = Array.from({ length: size }, (_, element) => `step ${letters(element)}`);
        const durations = steps.map(() => Math.max(1, Math.round(1000 * lognormal(random, 1))));
        found.push({ name: `${family}-${size}-${seed}`, steps, order, durations });
      }
      return found;
    });
}

export function isSeriesParallel(order: PartialOrder, elements: readonly number[] = order.topological): boolean {
  const division = divide(order, elements);
  if (division.kind === 'core') return false;
  return division.kind === 'single' || division.parts.every((part) => isSeriesParallel(order, part));
}

/** A name without digits, so that no two steps are taken for the same kind. */
function letters(number: number): string {
  const rest = Math.floor(number / 26);
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(97 + (number % 26));
}
