import { describe, expect, it } from 'vitest';
import { isBlockedBy, verdictOf, type SettledDependency, type StepOutcome } from '../../lib/flow/outcome.ts';
import type { StepType } from '../../lib/template/task-template.ts';

const types: readonly StepType[] = ['standard', 'decision', 'deferred_convergence', 'batchable', 'batch_worker'];
const plain = types.filter((type) => type !== 'deferred_convergence');

const after = (...outcomes: readonly StepOutcome[]): readonly SettledDependency[] =>
  outcomes.map((outcome) => ({ type: 'standard', outcome }));
const decided = (outcome: StepOutcome): SettledDependency => ({ type: 'decision', outcome });

describe('the join rule', () => {
  it.each(types)('%s: runs at once without dependencies, and after complete ones', (type) => {
    expect(verdictOf(type, [])).toBe('run');
    expect(verdictOf(type, after('complete'))).toBe('run');
    expect(verdictOf(type, after('complete', 'complete'))).toBe('run');
  });

  it.each(types)('%s: a failed or blocked dependency blocks it, whatever the others are', (type) => {
    for (const outcome of ['failed', 'blocked'] as const) {
      expect(verdictOf(type, after(outcome))).toBe('blocked');
      expect(verdictOf(type, after('complete', outcome))).toBe('blocked');
      expect(verdictOf(type, after('skipped', outcome))).toBe('blocked');
      expect(verdictOf(type, after(outcome), 'named')).toBe('blocked');
    }
  });

  it.each(types)('%s: skipped dependencies drop out, and with none left it is skipped', (type) => {
    expect(verdictOf(type, after('skipped', 'complete'))).toBe('run');
    expect(verdictOf(type, after('skipped'))).toBe('skipped');
    expect(verdictOf(type, after('skipped', 'skipped'), 'follows')).toBe('skipped');
  });

  it.each(plain)('%s: counts a decision like any other dependency', (type) => {
    expect(verdictOf(type, [decided('complete')])).toBe('run');
    expect(verdictOf(type, [decided('failed')])).toBe('blocked');
    expect(verdictOf(type, [decided('complete'), ...after('skipped')])).toBe('run');
  });

  it('deferred_convergence: counts no decision, and joins what was created', () => {
    const type = 'deferred_convergence';
    expect(verdictOf(type, [decided('complete'), ...after('complete', 'skipped')])).toBe('run');
    expect(verdictOf(type, [decided('complete'), ...after('skipped')])).toBe('skipped');
    expect(verdictOf(type, [decided('complete')])).toBe('skipped');
    expect(verdictOf(type, [decided('failed'), ...after('blocked')])).toBe('blocked');
  });

  it.each(types)('%s: a decision that names it makes it run; one that passes it over skips it', (type) => {
    expect(verdictOf(type, after('skipped'), 'named')).toBe('run');
    expect(verdictOf(type, after('complete'), 'passed over')).toBe('skipped');
    expect(verdictOf(type, after('failed'), 'passed over')).toBe('skipped');
  });

  it('tells beforehand whether a failure blocks', () => {
    for (const type of types) expect(isBlockedBy(type, 'standard')).toBe(true);
    for (const type of plain) expect(isBlockedBy(type, 'decision')).toBe(true);
    expect(isBlockedBy('deferred_convergence', 'decision')).toBe(false);
  });
});
