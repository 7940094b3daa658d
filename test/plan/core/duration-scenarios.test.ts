import { describe, expect, it } from 'vitest';
import { partialOrder } from '../../../lib/graph/partial-order.ts';
import { durationScenarios } from '../../../lib/plan/core/duration-scenarios.ts';

const names = ['alpha', 'beta', 'resize_1', 'resize_2'];
const steps = names.map((name) => ({ name, duration: 1000, known: false }));
const free = partialOrder([[], [0], [0, 1], []]);
const scenarios = [...Array(400).keys()].slice(1);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How far values lie apart, by their logarithms. */
function spreadOf(values: readonly number[]): number {
  const logarithms = values.map(Math.log);
  return Math.sqrt(mean(logarithms.map((value) => (value - mean(logarithms)) ** 2)));
}

describe('durationScenarios', () => {
  it('starts with what is known or assumed', () => {
    expect(durationScenarios(free, steps)(0)).toEqual([1000, 1000, 1000, 1000]);
  });

  it('gives the same on every machine', () => {
    expect([1, 2, 3, 4].map(durationScenarios(free, steps))).toMatchInlineSnapshot(`
      [
        [
          905,
          1105,
          8588,
          4255,
        ],
        [
          718,
          499,
          483,
          3542,
        ],
        [
          1924,
          992,
          469,
          827,
        ],
        [
          95,
          2370,
          636,
          758,
        ],
      ]
    `);
  });

  it('varies unknown durations like a lognormal distribution with sigma 1, known ones much less', () => {
    const varied = scenarios.map(durationScenarios(free, steps)).map((durations) => durations[0]!);
    expect(spreadOf(varied)).toBeGreaterThan(0.9);
    expect(spreadOf(varied)).toBeLessThan(1.1);
    const known = steps.map((step) => ({ ...step, known: true }));
    expect(spreadOf(scenarios.map(durationScenarios(free, known)).map((durations) => durations[0]!))).toBeLessThan(0.4);
  });

  it('lets steps whose names differ in digits vary together in every fourth scenario', () => {
    const apart = (keep: (scenario: number) => boolean) =>
      spreadOf(scenarios.filter(keep).map(durationScenarios(free, steps)).map(([, , one, two]) => one! / two!)); // prettier-ignore
    expect(apart((scenario) => scenario % 4 === 0)).toBeLessThan(0.5);
    expect(apart((scenario) => scenario % 2 === 1)).toBeGreaterThan(1.2);
  });

  it('lets steps with the same surroundings vary together in every fourth scenario', () => {
    const lanes = partialOrder([[], [], [0], [1]]);
    const ratios = scenarios
      .filter((scenario) => scenario % 4 === 2)
      .map(durationScenarios(lanes, steps))
      .map(([one, two]) => one! / two!);
    expect(spreadOf(ratios)).toBeLessThan(0.5);
  });

  it('gives a step the same variations whatever other steps there are', () => {
    const more = partialOrder([[], [0], [0, 1], [], []]);
    const extended = [...steps, { name: 'omega', duration: 1000, known: false }];
    expect(durationScenarios(more, extended)(7).slice(0, 4)).toEqual(durationScenarios(free, steps)(7));
  });
});
