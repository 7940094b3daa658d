import { describe, expect, it } from 'vitest';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { templateText, type WorkflowStep } from '../support/arbitrary-workflow.ts';
import { runWorkflow } from '../support/run-workflow.ts';

/** A chain in which each step is followed by the next one and by a step of its own besides: groups lie in one another as deep as it is long. */
function comb(teeth: number, failing?: string): readonly WorkflowStep[] {
  const step = (name: string, dependencies: readonly string[]): WorkflowStep => ({
    name,
    dependencies,
    retryable: true,
    maxAttempts: 1,
    runs: name === failing ? ['permanent'] : [],
    backoff: 'none',
    baseMs: 1000,
    maxMs: 1000,
    timeoutSeconds: 60,
    durationMs: 1000,
    retryAfterSeconds: 1,
  });
  return Array.from({ length: teeth }, (_, index) => [
    step(`back_${index}`, index === 0 ? [] : [`back_${index - 1}`]),
    step(`tooth_${index}`, [`back_${index}`]),
  ]).flat();
}

const TEETH = 70;

describe('a task whose groups lie deep in one another', () => {
  it('succeeds, with the results of all steps', async () => {
    const { outcome } = await runWorkflow(comb(TEETH));
    expect(outcome.status).toBe('SUCCEEDED');
    const output = JSON.parse(outcome.output!) as Record<string, { readonly from: string }>;
    expect(Object.entries(output).map(([name, { from }]) => [name, from])).toEqual(
      Object.keys(output).map((name) => [name, name]),
    );
    expect(Object.keys(output)).toHaveLength(2 * TEETH);
  });

  it('takes as many bytes for each step, however deep the groups lie', () => {
    const bytes = (teeth: number) => {
      const { value } = compileTemplate(templateText(comb(teeth)), { file: 'comb.yaml' });
      return value!.definitionBytes / (2 * teeth);
    };
    expect(bytes(200) / bytes(50)).toBeLessThan(1.1);
  });

  it('tells of a failure deep inside, and completes after a redrive', async () => {
    const failing = `back_${TEETH - 5}`;
    const { rounds, runs } = await runWorkflow(comb(TEETH, failing), { redrives: 1 });
    expect(rounds.map(({ outcome }) => outcome.status)).toEqual(['FAILED', 'SUCCEEDED']);
    const { failed, blocked } = JSON.parse(rounds[0]!.outcome.cause!) as TaskFailure;
    expect(failed.map(({ step }) => step)).toEqual([failing]);
    expect(blocked).toHaveLength(2 * 5 - 1);
    expect([...runs].filter(([, all]) => all.length > 1).map(([name]) => name)).toEqual([failing]);
  });

  it('runs where parts of it are executions of their own, deep in one another, too', async () => {
    const { compiled, outcome, runs } = await runWorkflow(comb(TEETH), { most: 8 });
    expect(compiled.children.length).toBeGreaterThan(10);
    expect(outcome.status).toBe('SUCCEEDED');
    expect(runs.get(`tooth_${TEETH - 1}`)?.[0]?.saw).toHaveLength(TEETH);
  });
});
