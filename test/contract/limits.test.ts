import { describe, expect, it } from 'vitest';
import { causeShare, requestLimit, resultShare } from '../../lib/contract/limits.ts';
import { stateMachineName } from '../../lib/contract/state-machine-name.ts';
import { Limit } from '../../lib/states-language/limits.ts';

// The contract imports nothing of ours, so it has these numbers of AWS's once more.
describe('what the contract takes for AWS’s limits', () => {
  it('shares out all of a state’s data', () => {
    expect(resultShare({ steps: 1, reserved: 0 }, 0)).toBe(Limit.stateBytes);
    expect(resultShare({ steps: 2, copies: 2, reserved: 144 }, 1_000)).toBe((Limit.stateBytes - 1_144) / 4);
    expect(resultShare({ steps: 1, reserved: Limit.stateBytes }, 1)).toBe(0);
  });

  it('shares out half of the cause, and leaves each failure room to say something', () => {
    expect(causeShare({ steps: 1, reserved: 0 })).toBe(Limit.causeChars / 2);
    expect(causeShare({ steps: 1_000, reserved: 0 })).toBe(160);
  });

  it('gives workers of batches one half of the cause, and steps the other', () => {
    const budget = { steps: 4, batches: 2, reserved: 0 };
    expect(causeShare(budget)).toBe(Limit.causeChars / 16);
    expect(causeShare(budget, 1)).toBe(Limit.causeChars / 8);
    expect(causeShare(budget, 10)).toBe(Math.floor(Limit.causeChars / 80));
    expect(causeShare(budget, 200)).toBe(160);
  });

  it('leaves every step its least beside the largest request, or half of the room where there are very many', () => {
    const few = { steps: 20, reserved: 30_000 };
    expect(requestLimit(few)).toBe(Limit.stateBytes - 30_000 - 3 * 16_384);
    const many = { steps: 200, copies: 50, reserved: 40_000 };
    expect(requestLimit(many)).toBe((Limit.stateBytes - 40_000) / 2);
    // A template that compiles can be started, however many steps it has.
    expect(requestLimit({ steps: 5_000, reserved: Limit.stateBytes })).toBe(1_024);
  });

  it('gives state machines names that are as long as they may be', () => {
    const name = stateMachineName({ namespace: 'shop', name: 'a'.repeat(100), version: '1.0.0' });
    expect(name).toHaveLength(Limit.resourceNameChars);
    const fits = stateMachineName({ namespace: 'shop', name: 'a'.repeat(69), version: '1.0.0' });
    expect(fits).toBe(`shop-${'a'.repeat(69)}-1_0_0`);
    expect(fits).toHaveLength(Limit.resourceNameChars);
  });
});
