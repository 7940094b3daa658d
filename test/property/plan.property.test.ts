import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../../lib/graph/bit-set.ts';
import { divide } from '../../lib/graph/divide.ts';
import { partialOrder, type PartialOrder } from '../../lib/graph/partial-order.ts';
import { longestChain, makespan } from '../../lib/plan/makespan.ts';
import { planOrder } from '../../lib/plan/plan-order.ts';
import type { PlannedStep } from '../../lib/plan/planned-step.ts';
import { measurePlan } from '../../lib/plan/measure-plan.ts';
import { planTemplate } from '../../lib/plan/plan-template.ts';
import { treeOf } from '../../lib/plan/tree-of.ts';
import { shortestMakespan } from '../plan/exhaustive.ts';
import { expectPlan, relationsOf } from '../plan/expect-plan.ts';
import { families, lognormal, randomGraph, seeded, type Graph } from '../plan/random-graph.ts';
import { planOf } from '../viz/plans.ts';

const FUZZ = process.env['FUZZ'] !== undefined;
const runs = (usual: number) => ({ numRuns: FUZZ ? usual * 5 : usual });

const graphs = fc
  .record({
    family: fc.constantFrom(...families),
    size: fc.integer({ min: 2, max: FUZZ ? 60 : 24 }),
    seed: fc.nat(),
  })
  .map(({ family, size, seed }) => randomGraph(family, size, seed));

/** Names whose order has nothing to do with the order of the elements. */
const nameOf = (element: number) => `step_${(element * 7919) % 1009}`;

function unknownSteps(size: number): readonly PlannedStep[] {
  return Array.from({ length: size }, (_, element) => ({ name: nameOf(element), duration: 1000, known: false }));
}

function durationsFrom(seed: number, size: number, sigma = 1): readonly number[] {
  const random = seeded(seed);
  return Array.from({ length: size }, () => Math.max(1, Math.round(1000 * lognormal(random, sigma))));
}

function knownSteps(durations: readonly number[]): readonly PlannedStep[] {
  return durations.map((duration, element) => ({ name: nameOf(element), duration, known: true }));
}

function isSeriesParallel(order: PartialOrder, elements: readonly number[] = order.topological): boolean {
  const division = divide(order, elements);
  if (division.kind === 'core') return false;
  return division.kind === 'single' || division.parts.every((part) => isSeriesParallel(order, part));
}

/** A template of these steps, in the given order of elements. */
function templateOf(graph: Graph, elements: readonly number[] = [...graph.keys()]) {
  const dependencies = elements.map((element) => [nameOf(element), graph[element]!.map(nameOf)] as const);
  return planOf(Object.fromEntries(dependencies), nameOf(0)).template;
}

describe('plans', () => {
  it('have every step once, after all that it depends on', () => {
    fc.assert(
      fc.property(graphs, fc.option(fc.nat()), (graph, seed) => {
        const order = partialOrder(graph);
        const steps = seed === null ? unknownSteps(order.size) : knownSteps(durationsFrom(seed, order.size));
        const { tree, strategy } = planOrder(order, steps);
        expectPlan(tree, order);
        expect(strategy === 'series-parallel').toBe(isSeriesParallel(order));
      }),
      runs(600),
    );
  });

  it('add nothing to series-parallel graphs, and lose nothing on them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), (size, seed, durationSeed) => {
        const order = partialOrder(randomGraph('series-parallel', size, seed));
        const { tree, strategy } = planOrder(order, unknownSteps(size));
        expect(strategy).toBe('series-parallel');
        const relations = relationsOf(tree, order);
        expect(relations.plan).toBe(relations.order);
        const durations = durationsFrom(durationSeed, size, 2);
        expect(makespan(tree, durations)).toBe(longestChain(order, durations));
      }),
      runs(400),
    );
  });

  it('take as long as the longest chain when all steps take the same time', () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), (graph, known) => {
        const order = partialOrder(graph);
        const ones = graph.map(() => 1);
        const steps = unknownSteps(order.size).map((step) => ({ ...step, known }));
        expect(makespan(planOrder(order, steps).tree, ones)).toBe(longestChain(order, ones));
      }),
      runs(400),
    );
  });

  it('are never faster than the longest chain, nor slower than the bound that they state', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.constantFrom(1, 4), (graph, seed, sigma) => {
        const plan = planTemplate(templateOf(graph)).value!;
        const durations = durationsFrom(seed, graph.length, sigma);
        const measures = measurePlan(plan, new Map(durations.map((duration, element) => [nameOf(element), duration])));
        expect(measures.ratio).toBeGreaterThanOrEqual(1);
        expect(measures.ratio).toBeLessThanOrEqual(measures.worstRatio);
        expect(measures.expectedRatio).toBeGreaterThanOrEqual(1);
        expect(measures.expectedRatio).toBeLessThanOrEqual(measures.worstRatio);
        for (const { cost } of measures.barriers) {
          expect(cost).toBeGreaterThanOrEqual(0);
          expect(cost).toBeLessThanOrEqual(measures.planCriticalPath - measures.criticalPath);
        }
      }),
      runs(300),
    );
  });

  it('do not depend on the order of steps in the file, nor on redundant dependencies', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (graph, seed) => {
        const random = seeded(seed);
        const shuffled = [...graph.keys()].map((element) => [element, random()] as const).sort((a, b) => a[1] - b[1]);
        const order = partialOrder(graph);
        const redundant = graph.map((predecessors, element) => [
          ...elementsOf(order.before[element]!).filter(() => random() < 0.5),
          ...predecessors.toReversed(),
        ]);
        const once = planTemplate(templateOf(graph)).value!;
        const again = planTemplate(templateOf(redundant, shuffled.map(([element]) => element))).value!; // prettier-ignore
        expect(treeOf(again.tree)).toEqual(treeOf(once.tree));
        expect(again.dependencies).toEqual(once.dependencies);
      }),
      runs(300),
    );
  });

  it('stay as they are when an unrelated step is added', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const order = partialOrder(graph);
        const { tree } = planOrder(order, unknownSteps(order.size));
        const more = planOrder(partialOrder([...graph, []]), unknownSteps(order.size + 1)).tree;
        const branches = tree.kind === 'parallel' ? tree.branches : [tree];
        expect(more).toEqual({ kind: 'parallel', branches: [...branches, { kind: 'leaf', leaf: order.size }] });
      }),
      runs(200),
    );
  });

  it('are nearly always the best there is, if the durations are known', () => {
    let [all, best, worst] = [0, 0, 1];
    for (let seed = 0; all < (FUZZ ? 5000 : 1000); seed++) {
      const order = partialOrder(randomGraph(families[seed % 4]!, 6 + (seed % 8), seed));
      const durations = durationsFrom(seed, order.size);
      const { tree, strategy } = planOrder(order, knownSteps(durations));
      if (strategy === 'series-parallel') continue;
      const shortest = shortestMakespan(order, durations);
      const ratio = makespan(tree, durations) / shortest;
      expect(ratio).toBeGreaterThanOrEqual(1);
      all += 1;
      best += ratio === 1 ? 1 : 0;
      worst = Math.max(worst, ratio);
    }
    expect(best / all).toBeGreaterThanOrEqual(0.99);
    expect(worst).toBeLessThan(1.05);
  });
});
