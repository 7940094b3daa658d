import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import { failsForGood, runTask } from '../../lib/testing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-told-failures-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A task of so many roots, each followed by another step, in which every root fails with the longest texts. */
async function failAll(roots: number, nameOf: (index: number) => string) {
  const names = Array.from({ length: roots }, (_, index) => nameOf(index));
  const handler = { callable: 'Same' };
  const steps = names.flatMap((name) => [
    { name, handler },
    { name: `after ${name}`.slice(0, 200), handler, dependencies: [name] },
  ]);
  const file = join(folder, 'many.yaml');
  writeFileSync(file, JSON.stringify({ name: 'many', namespace_name: 'many', version: '1.0.0', steps }));
  const fault = failsForGood({ code: 'C'.repeat(200), message: 'm"\\\n'.repeat(2000) });
  const task = await runTask(file, { mocks: Object.fromEntries(steps.map(({ name }) => [name, fault])) });
  return { names, task, cause: JSON.parse(task.cause ?? '') as TaskFailure };
}

describe('the cause of a task', () => {
  it('tells all failures where they fit', async () => {
    const { names, task, cause } = await failAll(20, (index) => `step_${index}`);
    expect(task.cause!.length).toBeLessThanOrEqual(32_768);
    expect(cause.failed.map(({ step }) => step).sort()).toEqual(names.toSorted());
    expect(cause).not.toHaveProperty('failed_steps');
    expect(cause.blocked).toHaveLength(20);
  });

  it('is whole JSON for very many failures: the first ones in full, the others by name or number', async () => {
    const { names, task, cause } = await failAll(120, (index) => `s${index}`);
    expect(task.cause!.length).toBeLessThanOrEqual(32_768);
    expect(cause.failed.length).toBeGreaterThan(40);
    expect(cause.failed.length).toBeLessThan(names.length);
    expect(cause.failed_steps).toBe(120);
    expect(cause.blocked).toBe(120);
    const failed = Object.values(task.steps).filter(({ state }) => state === 'error');
    expect(failed.map(({ name }) => name).sort()).toEqual(names.toSorted());
  });

  it('… with long names', async () => {
    const { task, cause } = await failAll(100, (index) => `${index}`.padStart(180, 'x'));
    expect(task.cause!.length).toBeLessThanOrEqual(32_768);
    expect(cause.failed.length).toBeGreaterThan(20);
  });
});
