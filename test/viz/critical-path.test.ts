import { describe, expect, it } from 'vitest';
import type { StepView } from '../../lib/client/index.ts';
import { criticalPath } from '../../lib/viz/critical-path.ts';
import { at } from '../console/tasks.ts';

function step(name: string, from: number | undefined, to: number | undefined, rest: Partial<StepView> = {}): StepView {
  return {
    name,
    state: 'complete',
    dependencies: [],
    attempts: 1,
    maxAttempts: 3,
    history: [],
    ...(from !== undefined && { startedAt: at(from) }),
    ...(to !== undefined && { completedAt: at(to) }),
    ...rest,
  };
}

const names = (steps: readonly StepView[]) => criticalPath(steps).map(({ name }) => name);

describe('criticalPath', () => {
  it('goes back from what ended last to what it waited for', () => {
    const steps = [
      step('a', 0, 10),
      step('fast', 10, 20, { dependencies: ['a'] }),
      step('slow', 10, 50, { dependencies: ['a'] }),
      step('end', 50, 60, { dependencies: ['fast', 'slow'] }),
      step('aside', 10, 55, { dependencies: ['a'] }),
    ];
    expect(names(steps)).toEqual(['a', 'slow', 'end']);
  });

  it('goes through a barrier where one held a step up', () => {
    const steps = [
      step('a', 0, 10),
      step('b', 0, 40),
      step('c', 40, 50, {
        dependencies: ['a'],
        waits: [{ kind: 'barrier', for: ['b'], from: at(10), to: at(40) }],
      }),
    ];
    expect(names(steps)).toEqual(['b', 'c']);
  });

  it('takes a step that runs for one that ends later than any, and one that has not begun for none', () => {
    const steps = [step('a', 0, 10), step('runs', 5, undefined), step('waits', undefined, undefined)];
    expect(names(steps)).toEqual(['runs']);
    expect(names([])).toEqual([]);
  });
});
