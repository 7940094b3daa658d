import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../lib/flow/check-program.ts';
import type { Cost } from '../../lib/flow/cost.ts';
import type { Program } from '../../lib/flow/program.ts';
import { NAMES_CHARS, toldFailures } from '../../lib/flow/told-failures.ts';
import { causeShare } from '../../lib/contract/limits.ts';
import { Limit } from '../../lib/states-language/limits.ts';

describe('what a program may take', () => {
  const codesOf = (events: number) => {
    const codes: string[] = [];
    const template = { namespace: 'a', name: 'b', version: '1.0.0' };
    const main = { body: [], entries: new Map() };
    const program = { template, budget: { steps: 1, reserved: 0 }, main } as unknown as Program;
    checkProgram(program, { events } as Cost, undefined as never, ({ code }) => void codes.push(code));
    return codes;
  };

  it('is 25,000 events, and not one more', () => {
    expect(codesOf(Limit.historyEvents)).toEqual([]);
    expect(codesOf(Limit.historyEvents + 1)).toEqual(['history-too-long']);
  });
});

describe('the failures that a cause tells in full', () => {
  const budget = { steps: 100, reserved: 25_000 };

  it('are as many as fit beside the names of the others', () => {
    const steps = Array.from({ length: 100 }, (_, index) => `${'s'.repeat(300)}${index}`);
    const { full: told } = toldFailures(steps, [], budget);
    const longest = causeShare(budget) + 303;
    expect(told).toBeLessThan(100);
    expect(told * longest).toBeLessThanOrEqual(Limit.causeChars - 2 * NAMES_CHARS);
    expect((told + 2) * (longest + 160)).toBeGreaterThan(Limit.causeChars - 2 * NAMES_CHARS);
  });
});
